import Kernels

/// The memory of one or several tensors: a block that is taken when it is first touched and given back when the last
/// tensor that uses it is gone.
///
/// Taking late means that a model can be built, counted and printed without any memory for its weights.
final class Storage {
  let count: Int
  private var block: Memory.Block?
  /// The panels of a matrix, as it is and transposed, where products want them again; see
  /// ``cachingPackedWeights(of:_:)``. Only weights ever have some, so other storages do not pay for the room.
  var panels: PanelCache?

  init(count: Int) { self.count = count }

  deinit { block?.giveBack() }

  /// The first float. What stands there at first is whatever the memory held before.
  var start: UnsafeMutablePointer<Float> {
    if let block { return block.start }
    Processor.requireWhatItWasBuiltFor
    let taken = Memory.current.take(count)
    block = taken
    return taken.start
  }

  /// Whether the memory has been touched.
  var isAllocated: Bool { block != nil }
}
