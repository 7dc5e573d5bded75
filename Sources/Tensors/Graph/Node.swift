/// One operation on the tape: the tensors that it read, and how a gradient passes through it.
///
/// A leaf (a parameter, an input that requires a gradient) has no parents and no pullback. Nodes hold no gradients
/// while a backward pass runs: those belong to the pass, so several passes can go over the same leaves at the same
/// time.
final class Node {
  /// The operation's name, for messages and drawings; nil for a leaf.
  let operation: String?
  let shape: Shape
  /// The numbers themselves, kept only for small results, for drawings.
  let preview: Storage?
  /// The length of the longest path to a leaf; parents always have a smaller depth.
  let depth: Int
  fileprivate(set) var parents: [Node?]
  private(set) var pullback: Pullback?
  /// The gradient that `backward()` left: in leaves, and in all nodes if it kept the graph.
  var gradient: Tensor?

  init(leaf tensor: Tensor) {
    operation = nil
    shape = tensor.shape
    preview = tensor.count <= 8 ? tensor.storage : nil
    depth = 0
    parents = []
  }

  init(_ operation: String, result: Tensor, parents: [Node?], pullback: @escaping Pullback) {
    self.operation = operation
    shape = result.shape
    preview = result.count <= 8 ? result.storage : nil
    depth = 1 + parents.reduce(0) { max($0, $1?.depth ?? 0) }
    self.parents = parents
    self.pullback = pullback
  }

  /// Frees a long chain of nodes in a loop: nested releases would need as much stack as the chain is long.
  deinit {
    var doomed = parents.compactMap { $0 }
    parents = []
    pullback = nil
    while var node = doomed.popLast() {
      guard isKnownUniquelyReferenced(&node) else { continue }
      doomed.append(contentsOf: node.parents.compactMap { $0 })
      node.parents = []
      node.pullback = nil
    }
  }

  /// Releases the inputs and everything that the pullback captured, once the gradient has passed.
  func useUp() {
    pullback = nil
    parents = []
  }

  /// This node and all nodes that it depends on, the deepest first; the order is the same in every run.
  func reachable() -> [Node] {
    var found: [Node] = []
    var seen: Set<ObjectIdentifier> = [ObjectIdentifier(self)]
    var open = [self]
    while let node = open.popLast() {
      found.append(node)
      for case let parent? in node.parents where seen.insert(ObjectIdentifier(parent)).inserted {
        open.append(parent)
      }
    }
    let order = found.indices.sorted { (found[$1].depth, $0) < (found[$0].depth, $1) }
    return order.map { found[$0] }
  }
}

/// Turns the gradient of an operation's result into the gradients of its inputs.
///
/// For a result y = f(x), it receives dy and passes dx to `inputs`; see ``Tensor/recorded(_:from:pullback:)``.
public typealias Pullback = (_ gradient: Tensor, _ inputs: InputGradients) -> Void

extension Tensor {
  /// Whether operations are recorded for backward passes; see ``withoutGradients(_:)``.
  @TaskLocal public static var isRecording = true

  /// Records on the tape how this result was computed, if any input requires a gradient; returns the tensor itself.
  ///
  /// This is all it takes to write your own operation: compute the result, and say how its gradient becomes the
  /// gradients of the inputs.
  ///
  ///     /// log(1 + e^x), a smooth ReLU; its slope is sigmoid(x).
  ///     func softplus(_ x: Tensor) -> Tensor {
  ///       let y = withoutGradients { (x.exp() + 1).log() }
  ///       return y.recorded("softplus", from: [x]) { dy, inputs in
  ///         inputs.add(dy * x.sigmoid(), to: 0)
  ///       }
  ///     }
  ///
  /// The result must be a new tensor that has not been recorded before. The pullback captures what it needs of the
  /// inputs, but never the result itself, which would keep the graph alive forever; if it needs the numbers of the
  /// result, it captures a ``detached()`` tensor. The operations of the pullback are not recorded.
  ///
  /// - Parameters:
  ///   - operation: the name, for messages and drawings.
  ///   - inputs: the tensors that the operation read; nil for an optional input that is missing. Pullbacks number them
  ///     in this order.
  ///   - pullback: adds the gradients of the inputs that need one.
  @discardableResult
  public func recorded(_ operation: String, from inputs: [Tensor?], pullback: @escaping Pullback) -> Tensor {
    Tensor.finiteWatch?.look(at: self, of: operation, from: inputs)
    guard inputs.contains(where: { $0?.node != nil }), Tensor.isRecording else { return self }
    node = Node(operation, result: self, parents: inputs.map { $0?.node }, pullback: pullback)
    return self
  }
}

extension Tensor {
  /// Whether to record an operation that reads these tensors. If not, it can skip the work that only its pullback
  /// needs.
  static func isRecorded(
    _ a: Tensor?, _ b: Tensor? = nil, _ c: Tensor? = nil, _ d: Tensor? = nil, _ e: Tensor? = nil, _ f: Tensor? = nil
  ) -> Bool {
    (a?.node != nil || b?.node != nil || c?.node != nil || d?.node != nil || e?.node != nil || f?.node != nil)
      && isRecording
  }

  /// Returns this result of an operation that is not recorded.
  ///
  /// Equivalent to ``recorded(_:from:pullback:)``, but without a closure and an array, which would cost as much as a
  /// small operation: when text is written token by token, each token takes forty operations.
  func unrecorded(_ operation: String, from inputs: @autoclosure () -> [Tensor?]) -> Tensor {
    Tensor.finiteWatch?.look(at: self, of: operation, from: inputs())
    return self
  }
}

/// Runs `body` without recording operations: for evaluation and sampling, which need no gradients.
public func withoutGradients<Result>(_ body: () throws -> Result) rethrows -> Result {
  try Tensor.$isRecording.withValue(false, operation: body)
}
