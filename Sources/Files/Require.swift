/// Stops the program with a message if a caller broke a rule of the interface: a setting outside its range, lists of
/// different lengths.
///
/// Unlike that of `precondition`, the message is printed in optimized builds too, and all our builds are optimized.
/// What can come from outside, from a file or an option, is not a caller's mistake: throw a ``Problem``.
///
///     require(count >= 0, "nearest: \(count) words")
@inlinable @inline(__always)
package func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fatalError(message()) }
}
