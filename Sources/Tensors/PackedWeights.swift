import Kernels
import Synchronization

/// Runs `body`, which must not change the weights of linear maps, and packs each weight into panels once, not once per
/// product.
///
/// A training step that computes its batch in micro-batches is one such scope; an evaluation is another. If `body` does
/// write to weights, products may still use their old values. The parts of a ``forEachPart(_:_:)`` inside one scope
/// share the panels. Two scopes that run at the same time, on different threads, must not use the same weights.
///
/// - Parameter weights: tensors that may have been packed in an earlier scope. Those that were are packed again first,
///   in one pass on all threads and into the memory that they already have.
public func cachingPackedWeights<Result>(of weights: [Tensor] = [], _ body: () throws -> Result) rethrows -> Result {
  // A scope inside another scope is part of it.
  guard PackedWeights.scope == nil else { return try body() }
  let number = PackedWeights.count.add(1, ordering: .relaxed).newValue
  PackedMatrix.repack(weights.flatMap { $0.storage.panels?.renew(for: number, shape: $0.shape) ?? [] })
  return try PackedWeights.$scope.withValue(number, operation: body)
}

enum PackedWeights {
  fileprivate static let count = Atomic<Int>(0)
  /// Guards the panels of all storages: micro-batches on several threads may be the first to need the same panels.
  fileprivate static let lock = Lock(())
  /// The number of the current scope; nil outside of one.
  @TaskLocal static var scope: Int?
}

/// The packed forms of one matrix: as it is, and transposed.
final class PanelCache {
  fileprivate struct Entry {
    var scope: Int
    let shape: Shape
    let matrix: PackedMatrix
  }

  private var plain: Entry?
  private var transposed: Entry?

  /// Moves the entries to a new scope and returns the matrices that must be packed again for it. Entries of another
  /// shape are removed: tensors of several shapes may share memory.
  fileprivate func renew(for scope: Int, shape: Shape) -> [PackedMatrix] {
    if plain?.shape != shape { plain = nil }
    if transposed?.shape != shape { transposed = nil }
    plain?.scope = scope
    transposed?.scope = scope
    return [plain?.matrix, transposed?.matrix].compactMap { $0 }
  }

  /// The matrix of this shape that was packed in this scope; nil if there is none.
  fileprivate func matrix(transposed isTransposed: Bool, in scope: Int, shape: Shape) -> PackedMatrix? {
    guard let entry = isTransposed ? transposed : plain, entry.scope == scope, entry.shape == shape else {
      return nil
    }
    return entry.matrix
  }

  fileprivate func keep(_ entry: Entry, transposed isTransposed: Bool) {
    if isTransposed { transposed = entry } else { plain = entry }
  }
}

extension Tensor {
  /// This matrix in panels, as the right-hand side of a product; reuses panels from earlier in the same scope.
  func packed(transposed: Bool) -> PackedMatrix {
    func pack() -> PackedMatrix {
      let (k, n) = transposed ? (shape[1], shape[0]) : (shape[0], shape[1])
      return PackedMatrix(data, n: n, k: k, transposed: transposed)
    }
    guard let scope = PackedWeights.scope else { return pack() }
    func kept() -> PackedMatrix? { storage.panels?.matrix(transposed: transposed, in: scope, shape: shape) }
    if let kept = PackedWeights.lock.withLock({ _ in kept() }) { return kept }
    let matrix = pack()
    return PackedWeights.lock.withLock { _ in
      // Another thread may have been faster; one copy is enough.
      if let kept = kept() { return kept }
      let panels = storage.panels ?? PanelCache()
      storage.panels = panels
      panels.keep(PanelCache.Entry(scope: scope, shape: shape, matrix: matrix), transposed: transposed)
      return matrix
    }
  }
}
