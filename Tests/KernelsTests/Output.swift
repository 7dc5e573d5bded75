import TestSupport
import Testing

/// Returns the floats that `body` writes to a buffer of `count` floats.
///
/// The buffer starts full of NaN, so missing writes show. It has guard numbers on both sides, which must not change. It
/// is aligned only as a float.
func output(
  _ count: Int, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (UnsafeMutablePointer<Float>) -> Void
) -> [Float] {
  output(startingAs: [Float](repeating: .nan, count: count), sourceLocation: sourceLocation, body)
}

/// Returns the contents of a buffer after `body` has changed it; otherwise the same as ``output(_:sourceLocation:_:)``.
func output(
  startingAs initial: [Float], sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (UnsafeMutablePointer<Float>) -> Void
) -> [Float] {
  let fence = [Float](repeating: 12345.678, count: 33)
  var buffer = fence + initial + fence
  buffer.withUnsafeMutableBufferPointer { body($0.baseAddress! + fence.count) }
  if Array(buffer.prefix(fence.count)) != fence { complain("wrote before the start", sourceLocation: sourceLocation) }
  if Array(buffer.suffix(fence.count)) != fence { complain("wrote past the end", sourceLocation: sourceLocation) }
  return Array(buffer[fence.count..<buffer.count - fence.count])
}
