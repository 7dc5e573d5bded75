import Kernels

/// Calls `body` once for each number below `count`, each call on one thread from beginning to end, several at a time.
///
/// Inside, operations are recorded as they are outside, and packed weights are shared. What a part computes must be its
/// own: a graph that one part records may not be read by another, but parameters may. See `Kernels.parallelParts`.
///
///     var losses = [Float](repeating: 0, count: parts.count)
///     losses.withUnsafeMutableBufferPointer { losses in
///       forEachPart(parts.count) { losses[$0] = model.loss(parts[$0]).item }
///     }
public func forEachPart(_ count: Int, _ body: (_ part: Int) -> Void) {
  let (isRecording, stretch) = (Tensor.isRecording, PackedWeights.stretch)
  parallelParts(count) { part in
    // Values that belong to the caller's task are not those of the other threads.
    Tensor.$isRecording.withValue(isRecording) {
      PackedWeights.$stretch.withValue(stretch) { body(part) }
    }
  }
}
