import Kernels

/// The memory of one or more tensors: a block that is allocated when it is first touched and released with the last
/// tensor that uses it.
///
/// Because it is allocated lazily, a model can be built, counted and printed without any memory for its weights.
final class Storage {
  let count: Int
  private var block: Memory.Block?
  /// The panels of a matrix, as it is and transposed, for products that need them again; see
  /// ``cachingPackedWeights(of:_:)``. Only weights ever have panels, so they are in an object of their own that other
  /// storages do not pay for.
  var panels: PanelCache?

  init(count: Int) { self.count = count }

  deinit { block?.giveBack() }

  /// The first float. The memory is not initialized: at first it holds whatever was there before.
  var start: UnsafeMutablePointer<Float> {
    if let block { return block.start }
    Processor.requireBuildFeatures
    let taken = Memory.current.take(count)
    block = taken
    return taken.start
  }

  /// Whether the memory has been touched.
  var isAllocated: Bool { block != nil }
}
