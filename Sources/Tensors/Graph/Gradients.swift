import Kernels

/// The gradients of some tensors, computed by one or more backward passes.
///
/// They belong to the caller and not to the tensors, so several passes over the same parameters, each with its own
/// gradients, can run at the same time.
///
///     let gradients = Gradients(of: model.parameters)
///     loss.backward(into: gradients)
///     gradients[model.head.weight]     // nil if the loss does not depend on it
///     gradients.norm                   // of all gradients together
///     gradients.removeAll()            // before the next step; keeps the memory
public final class Gradients {
  /// The tensors whose gradients are requested.
  public let tensors: [Tensor]
  private let numbers: [ObjectIdentifier: Int]
  private var slots: [GradientSlot]

  /// Creates an empty set for the given tensors. Those that require no gradient, such as frozen parameters, never get
  /// one.
  public init(of tensors: [Tensor]) {
    self.tensors = tensors
    numbers = Dictionary(zip(tensors.map(ObjectIdentifier.init), tensors.indices)) { first, _ in first }
    slots = Array(repeating: GradientSlot(), count: tensors.count)
  }

  /// The gradient of a tensor; nil if no pass has reached it since the last ``removeAll()``.
  public subscript(tensor: Tensor) -> Tensor? {
    numbers[ObjectIdentifier(tensor)].flatMap { slots[$0].dense(tensor.shape) }
  }

  /// The gradients of single rows of a table, from operations that read only some of them; empty if there are none. The
  /// table's whole gradient, which the subscript returns, is their sum.
  public func rows(of tensor: Tensor) -> [RowGradient] {
    numbers[ObjectIdentifier(tensor)].map { slots[$0].rows } ?? []
  }

  /// Removes all gradients but keeps their memory for the next pass.
  public func removeAll() {
    for i in slots.indices { slots[i].empty() }
  }

  /// The norm of all gradients together, as one vector.
  public var norm: Double { Self.sum([self]).squareRoot() }

  /// Adds up the gradients of several sets of the same tensors, such as those of the micro-batches of a batch, in a
  /// fixed tree of neighbors. The total goes into the first set.
  ///
  /// Gradients of single rows are moved to the first set, in order of the sets, and not added up.
  ///
  /// - Returns: the sum of the squares of all totals, without those of single rows.
  public static func sum(_ sets: [Gradients]) -> Double {
    guard let first = sets.first else { return 0 }
    var terms: [[UnsafeMutablePointer<Float>]] = []
    var counts: [Int] = []
    for (number, tensor) in first.tensors.enumerated() {
      for other in sets.dropFirst() { first.slots[number].takeRows(from: &other.slots[number]) }
      let present = sets.filter { $0.slots[number].isFilled }
      guard let holder = present.first else { continue }
      // The total belongs to the first set, even if that set's micro-batches did not reach the tensor.
      if holder !== first { swap(&first.slots[number], &holder.slots[number]) }
      // The total must not change a gradient that another tensor shares.
      let total = first.slots[number].destination(tensor.shape).data
      terms.append([total] + present.dropFirst().map { $0.slots[number].tensor!.data })
      counts.append(tensor.count)
    }
    return sumGradients(terms, counts: counts)
  }

  fileprivate func withSlots(_ body: (inout [GradientSlot]) -> Void) { body(&slots) }
}

/// The gradients of a loss with respect to some tensors.
///
///     let w = Tensor([2], [3, 4], requiresGradient: true)
///     gradients(of: [w]) { (w * w).sum() }[w]!.elements  // [6, 8]
///
/// - Parameter loss: returns a single number.
public func gradients(of tensors: [Tensor], _ loss: () throws -> Tensor) rethrows -> Gradients {
  let gradients = Gradients(of: tensors)
  try loss().backward(into: gradients)
  return gradients
}

extension Tensor {
  /// Computes the gradient of this single number with respect to the tensors of a set, and adds it to what is there.
  ///
  /// The leaves' own ``gradient`` does not change. Afterward the graph is gone.
  ///
  /// - Parameter scale: the factor by which the gradient is multiplied, such as the weight of a micro-batch.
  public func backward(into gradients: Gradients, scale: Float = 1) {
    require(count == 1, "backward: needs one number to start from, not shape \(shape)")
    // A loss that depends on nothing trainable, as when everything is frozen, has no gradients.
    guard let node else { return }
    var numbers: [ObjectIdentifier: Int] = [:]
    for (number, tensor) in gradients.tensors.enumerated() {
      // If a tensor is listed twice, its first occurrence counts.
      if let leaf = tensor.node, numbers[ObjectIdentifier(leaf)] == nil { numbers[ObjectIdentifier(leaf)] = number }
    }
    gradients.withSlots { slots in
      let pass = BackwardPass(from: node) { leaf in
        guard let number = numbers[ObjectIdentifier(leaf)] else { return nil }
        let slot = slots[number]
        // Moved out of the set while the pass runs, so only the pass holds it.
        slots[number] = GradientSlot()
        return slot
      }
      pass.run(.full(shape, scale), keepGraph: false)
      pass.takeLeafSlots { leaf, slot in slots[numbers[ObjectIdentifier(leaf)]!] = slot }
    }
  }

  /// Computes the gradient of this single number with respect to every leaf that it depends on, and adds it to the
  /// leaf's ``gradient``. Afterward the graph is gone, unless it is kept.
  ///
  /// - Parameter keepGraph: keeps the graph and all gradients, for drawing or for a second backward pass.
  public func backward(keepGraph: Bool = false) {
    require(count == 1, "backward: needs one number to start from, not shape \(shape)")
    backward(.ones(shape), keepGraph: keepGraph)
  }

  /// Computes the gradients of the sum of this tensor times `cotangent`.
  public func backward(_ cotangent: Tensor, keepGraph: Bool = false) {
    guard let node else { fatalError("backward: this tensor depends on nothing that requires a gradient") }
    require(cotangent.shape == shape, "backward: the cotangent's shape \(cotangent.shape) is not \(shape)")
    let pass = BackwardPass(from: node) { leaf in
      let slot = GradientSlot(holding: leaf.gradient)
      leaf.gradient = nil
      return slot
    }
    for inner in pass.nodes where inner.operation != nil { inner.gradient = nil }
    pass.run(cotangent, keepGraph: keepGraph)
    pass.takeLeafSlots { leaf, slot in leaf.gradient = slot.dense(leaf.shape) }
  }
}
