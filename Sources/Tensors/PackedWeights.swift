import Kernels
import Synchronization

/// Runs `body`, in which the weights of linear maps do not change: each is packed into panels for its products once, not
/// once per product.
///
/// A training step that computes its batch in parts is one such stretch; an evaluation is another. Weights that are written
/// to inside `body` may count as they were before. Parts inside one stretch share the panels; two stretches at the same time,
/// on different threads, must not use the same weights.
///
/// - Parameter weights: tensors that may have been packed in an earlier stretch. Those that were are packed again at once,
///   on all threads and into the memory that they have.
public func cachingPackedWeights<Result>(of weights: [Tensor] = [], _ body: () throws -> Result) rethrows -> Result {
  // A stretch inside another is part of it.
  guard PackedWeights.stretch == nil else { return try body() }
  let number = PackedWeights.count.add(1, ordering: .relaxed).newValue
  PackedMatrix.repack(weights.flatMap { $0.storage.panels?.renew(for: number, shape: $0.shape) ?? [] })
  return try PackedWeights.$stretch.withValue(number, operation: body)
}

enum PackedWeights {
  fileprivate static let count = Atomic<Int>(0)
  /// Guards the panels of all storages: parts of a batch on several threads may be the first to want the same ones.
  fileprivate static let lock = Mutex(())
  /// The number of the stretch that the program is in.
  @TaskLocal static var stretch: Int?
}

/// What was packed of one matrix: as it is, and transposed.
final class PanelCache {
  fileprivate struct Entry {
    var stretch: Int
    let shape: Shape
    let matrix: PackedMatrix
  }

  private var plain: Entry?
  private var transposed: Entry?

  /// Makes the entries ones of a new stretch, and gives the matrices that must be packed again for it. Entries of another
  /// shape go: tensors of several shapes may share memory.
  fileprivate func renew(for stretch: Int, shape: Shape) -> [PackedMatrix] {
    if plain?.shape != shape { plain = nil }
    if transposed?.shape != shape { transposed = nil }
    plain?.stretch = stretch
    transposed?.stretch = stretch
    return [plain?.matrix, transposed?.matrix].compactMap { $0 }
  }

  /// What was packed in this stretch of a matrix of this shape.
  fileprivate func matrix(transposed isTransposed: Bool, in stretch: Int, shape: Shape) -> PackedMatrix? {
    guard let entry = isTransposed ? transposed : plain, entry.stretch == stretch, entry.shape == shape else {
      return nil
    }
    return entry.matrix
  }

  fileprivate func keep(_ entry: Entry, transposed isTransposed: Bool) {
    if isTransposed { transposed = entry } else { plain = entry }
  }
}

extension Tensor {
  /// This matrix as the right-hand side of a product, in panels; those made earlier in the same stretch, if any.
  func packed(transposed: Bool) -> PackedMatrix {
    func pack() -> PackedMatrix {
      let (k, n) = transposed ? (shape[1], shape[0]) : (shape[0], shape[1])
      return PackedMatrix(data, n: n, k: k, transposed: transposed)
    }
    guard let stretch = PackedWeights.stretch else { return pack() }
    func kept() -> PackedMatrix? { storage.panels?.matrix(transposed: transposed, in: stretch, shape: shape) }
    if let kept = PackedWeights.lock.withLock({ _ in kept() }) { return kept }
    let matrix = pack()
    return PackedWeights.lock.withLock { _ in
      // Another thread may have been faster; one copy is enough.
      if let kept = kept() { return kept }
      let panels = storage.panels ?? PanelCache()
      storage.panels = panels
      panels.keep(PanelCache.Entry(stretch: stretch, shape: shape, matrix: matrix), transposed: transposed)
      return matrix
    }
  }
}
