import Testing

/// What `body` writes to a buffer of `count` floats.
///
/// The buffer is full of NaN before, so what is not written shows; on both sides of it stand numbers that must
/// stay; and it is not aligned to anything but a float.
func output(
  _ count: Int, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (UnsafeMutablePointer<Float>) -> Void
) -> [Float] {
  output(startingAs: [Float](repeating: .nan, count: count), sourceLocation: sourceLocation, body)
}

/// What a buffer holds after `body` has changed it; the same as ``output(_:sourceLocation:_:)`` otherwise.
func output(
  startingAs initial: [Float], sourceLocation: SourceLocation = #_sourceLocation,
  _ body: (UnsafeMutablePointer<Float>) -> Void
) -> [Float] {
  let fence = [Float](repeating: 12345.678, count: 33)
  var buffer = fence + initial + fence
  buffer.withUnsafeMutableBufferPointer { body($0.baseAddress! + fence.count) }
  #expect(
    Array(buffer.prefix(fence.count)) == fence, "wrote before the start", sourceLocation: sourceLocation)
  #expect(Array(buffer.suffix(fence.count)) == fence, "wrote past the end", sourceLocation: sourceLocation)
  return Array(buffer[fence.count..<buffer.count - fence.count])
}
