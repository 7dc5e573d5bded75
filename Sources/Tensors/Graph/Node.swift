/// One operation on the tape: which tensors it read, and how a gradient passes through it.
///
/// A leaf (a parameter, an input that wants a gradient) has no parents and no pullback. Nodes hold no gradients while a
/// backward pass runs: those belong to the pass, so that several passes can go over the same leaves side by side.
final class Node {
  /// The operation's name, for messages and drawings; nil for a leaf.
  let operation: String?
  let shape: Shape
  /// The numbers themselves, kept only of small results, for drawings.
  let preview: Storage?
  /// The longest way down to a leaf; parents always have a smaller one.
  let depth: Int
  fileprivate(set) var parents: [Node?]
  private(set) var pullback: Pullback?
  /// What `backward()` left in a leaf, and, where it kept the graph, in any node.
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

  /// Frees a long chain of nodes by a loop: a chain of releases would go as deep on the stack as the chain is long.
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

  /// Lets go of the inputs and of what the pullback captured, once the gradient has passed.
  func useUp() {
    pullback = nil
    parents = []
  }

  /// This node and all that it came from, the deepest first; the order is the same in every run.
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

/// Turns the gradient of an operation's result into the gradients of what it read.
///
/// With a result y = f(x), it receives dy and gives `inputs` dx; see ``Tensor/recorded(_:from:pullback:)``.
public typealias Pullback = (_ gradient: Tensor, _ inputs: InputGradients) -> Void

extension Tensor {
  /// Whether operations are recorded for backward passes; see ``withoutGradients(_:)``.
  @TaskLocal public static var isRecording = true

  /// Notes on the tape how this result came about, if any input wants a gradient; returns the tensor itself.
  ///
  /// This is all that it takes to write an operation of one's own: compute the result, and say how its gradient becomes
  /// those of the inputs.
  ///
  ///     /// log(1 + e^x), a smooth ReLU; its slope is sigmoid(x).
  ///     func softplus(_ x: Tensor) -> Tensor {
  ///       let y = withoutGradients { (x.exp() + 1).log() }
  ///       return y.recorded("softplus", from: [x]) { dy, inputs in
  ///         inputs.add(dy * x.sigmoid(), to: 0)
  ///       }
  ///     }
  ///
  /// The result must be a new tensor that nothing else has recorded. The pullback captures what it needs of the inputs,
  /// never the result itself, which would keep the graph alive forever; where it needs the result's numbers, it captures
  /// a ``detached()`` tensor. What it computes is not recorded.
  ///
  /// - Parameters:
  ///   - operation: the name, for messages and drawings.
  ///   - inputs: what the operation read, nil for an optional input that is missing. Pullbacks number them in this order.
  ///   - pullback: adds the gradients of the inputs that want one.
  @discardableResult
  public func recorded(_ operation: String, from inputs: [Tensor?], pullback: @escaping Pullback) -> Tensor {
    Tensor.finiteWatch?.look(at: self, of: operation, from: inputs)
    guard inputs.contains(where: { $0?.node != nil }), Tensor.isRecording else { return self }
    node = Node(operation, result: self, parents: inputs.map { $0?.node }, pullback: pullback)
    return self
  }
}

extension Tensor {
  /// Whether an operation that reads these tensors is to be recorded. One that is not spares what only its pullback needs.
  static func isRecorded(
    _ a: Tensor?, _ b: Tensor? = nil, _ c: Tensor? = nil, _ d: Tensor? = nil, _ e: Tensor? = nil, _ f: Tensor? = nil
  ) -> Bool {
    (a?.node != nil || b?.node != nil || c?.node != nil || d?.node != nil || e?.node != nil || f?.node != nil)
      && isRecording
  }

  /// This result of an operation that is not recorded.
  ///
  /// The same as ``recorded(_:from:pullback:)``, but without a closure and an array, which would cost as much as a small
  /// operation: a text is written token by token with forty operations each.
  func unrecorded(_ operation: String, from inputs: @autoclosure () -> [Tensor?]) -> Tensor {
    Tensor.finiteWatch?.look(at: self, of: operation, from: inputs())
    return self
  }
}

/// Runs `body` without recording operations: for evaluation and sampling, which need no gradients.
public func withoutGradients<Result>(_ body: () throws -> Result) rethrows -> Result {
  try Tensor.$isRecording.withValue(false, operation: body)
}
