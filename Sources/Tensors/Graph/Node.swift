import Kernels

/// One operation on the tape: which tensors it read, and how a gradient passes through it.
///
/// A leaf (a parameter, an input that wants a gradient) has no parents and no pullback, and keeps its gradient.
final class Node {
  /// The operation's name, for messages and drawings; none for a leaf.
  let operation: String?
  let shape: Shape
  /// The numbers themselves, kept only of small results, for drawings.
  let preview: Storage?
  /// The longest way down to a leaf; parents always have a smaller one.
  let depth: Int
  fileprivate(set) var parents: [Node?]
  fileprivate(set) var pullback: Pullback?
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
}

/// Turns the gradient of an operation's result into the gradients of what it read.
typealias Pullback = (_ gradient: Tensor, _ inputs: InputGradients) -> Void

/// Where a pullback puts the gradients of the tensors that its operation read, numbered as they were recorded.
struct InputGradients {
  fileprivate let nodes: [Node?]

  /// Adds a whole tensor to an input's gradient; it is computed only when it is wanted.
  func add(_ gradient: @autoclosure () -> Tensor, to input: Int) {
    guard let node = nodes[input] else { return }
    let gradient = gradient()
    if node.gradient == nil {
      node.gradient = gradient.shape == node.shape ? gradient : gradient.reshaped(to: node.shape)
    } else {
      accumulate(into: input) { destination, _ in
        addScaled(destination, gradient.data, count: gradient.count)
      }
    }
  }

  /// Where a kernel is to put an input's gradient, and whether it must add to what is there; none when nobody wants it.
  ///
  /// That saves a pass over memory where a gradient is large and several terms meet, as those of weights do.
  func destination(_ input: Int) -> (data: UnsafeMutablePointer<Float>, isAddedTo: Bool)? {
    guard let node = nodes[input] else { return nil }
    let hadGradient = node.gradient != nil
    if !hadGradient {
      node.gradient = Tensor(unfilled: node.shape)
    } else if !node.hasGradientToItself {
      let copy = Tensor(unfilled: node.shape)
      copy.data.update(from: node.gradient!.data, count: copy.count)
      node.gradient = copy
    }
    return (node.gradient!.data, hadGradient)
  }

  /// As ``destination(_:)``, for kernels that can only add: fresh gradients start from zero.
  func total(_ input: Int) -> UnsafeMutablePointer<Float>? {
    guard let (data, isAddedTo) = destination(input) else { return nil }
    if !isAddedTo { data.update(repeating: 0, count: nodes[input]!.shape.count) }
    return data
  }

  /// Calls a kernel with an input's ``destination(_:)``, if the gradient is wanted.
  func accumulate(into input: Int, _ body: (UnsafeMutablePointer<Float>, _ accumulate: Bool) -> Void) {
    if let (data, isAddedTo) = destination(input) { body(data, isAddedTo) }
  }
}

extension Node {
  /// Whether nobody else holds the gradient's memory, so that it may be added to in place.
  fileprivate var hasGradientToItself: Bool {
    isKnownUniquelyReferenced(&gradient) && isKnownUniquelyReferenced(&gradient!.storage)
  }
}

extension Tensor {
  /// Whether operations are recorded for `backward()`; see ``withoutGradients(_:)``.
  @TaskLocal static var isRecording = true

  /// Notes on the tape how this result came about, if any input wants a gradient; returns the tensor itself.
  ///
  ///     return y.recorded("exp", from: [x]) { dy, inputs in inputs.add(dy * y, to: 0) }  // never its own result: x
  ///
  /// A pullback captures what it needs of the inputs, never the result itself, which would keep the graph alive for
  /// ever.
  func recorded(_ operation: String, from inputs: [Tensor?], pullback: @escaping Pullback) -> Tensor {
    Tensor.finiteWatch?.look(at: self, of: operation, from: inputs)
    guard inputs.contains(where: { $0?.node != nil }), Tensor.isRecording else { return self }
    node = Node(operation, result: self, parents: inputs.map { $0?.node }, pullback: pullback)
    return self
  }

  /// Computes the gradient of this one number with respect to every leaf that it came from, and adds it to theirs.
  ///
  /// The walk goes from the deepest node down, so that a node has its whole gradient before it passes it on, and
  /// it is a loop: long chains do not exhaust the stack. Afterwards the graph is gone, unless it is kept.
  ///
  /// - Parameter keepGraph: keeps graph and all gradients, for drawing or for a second backward pass.
  public func backward(keepGraph: Bool = false) {
    require(count == 1, "backward: needs one number to start from, not shape \(shape)")
    backward(.ones(shape), keepGraph: keepGraph)
  }

  /// Computes the gradients of the sum of this tensor times `cotangent`.
  public func backward(_ cotangent: Tensor, keepGraph: Bool = false) {
    guard let node else { fatalError("backward: this tensor depends on nothing that wants a gradient") }
    require(cotangent.shape == shape, "backward: the cotangent's shape \(cotangent.shape) is not \(shape)")
    // Without its history: a gradient that held a graph could hold itself.
    let cotangent = cotangent.detached()
    let nodes = node.reachable()
    for inner in nodes where inner.operation != nil { inner.gradient = nil }
    node.gradient = node.operation == nil && node.gradient != nil ? node.gradient! + cotangent : cotangent
    // What pullbacks compute is not itself recorded.
    withoutGradients { nodes.forEach { $0.passGradientOn(keepGraph: keepGraph) } }
  }
}

extension Node {
  /// Hands this node's gradient to its parents, if it is not a leaf.
  fileprivate func passGradientOn(keepGraph: Bool) {
    guard let operation, let arrived = gradient else { return }
    guard let pullback else {
      fatalError("backward: the graph behind \(operation) was used up by an earlier backward()")
    }
    if !keepGraph { gradient = nil }
    pullback(arrived, InputGradients(nodes: parents))
    if !keepGraph {
      self.pullback = nil
      parents = []
    }
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

/// Runs `body` without recording operations: for evaluation and sampling, which need no gradients.
public func withoutGradients<Result>(_ body: () throws -> Result) rethrows -> Result {
  try Tensor.$isRecording.withValue(false, operation: body)
}
