import Kernels

/// One walk over the tape, from a result back to the leaves that it depends on, with all gradients on the way.
///
/// The walk visits nodes in order of decreasing depth, so each node has its whole gradient before it passes it on. It
/// is a loop, so long chains do not exhaust the stack.
final class BackwardPass {
  /// All nodes that the result depends on, the deepest first, including the result itself.
  let nodes: [Node]
  private var places: [ObjectIdentifier: Int] = [:]
  private var slots: [GradientSlot]
  /// Whether a node leads to a leaf whose gradient is requested.
  private var isNeeded: [Bool]

  /// Creates a pass that has not begun.
  ///
  /// - Parameter leafSlot: returns the slot that accumulates a leaf's gradient; nil if the gradient is not requested.
  init(from root: Node, leafSlot: (Node) -> GradientSlot?) {
    nodes = root.reachable()
    slots = Array(repeating: GradientSlot(), count: nodes.count)
    isNeeded = Array(repeating: false, count: nodes.count)
    places.reserveCapacity(nodes.count)
    for (place, node) in nodes.enumerated() { places[ObjectIdentifier(node)] = place }
    // From the leaves up: in `nodes`, parents come after the nodes that read them.
    for place in nodes.indices.reversed() {
      if nodes[place].operation == nil {
        guard let slot = leafSlot(nodes[place]) else { continue }
        slots[place] = slot
        isNeeded[place] = true
      } else {
        // A node that was used up has no parents left; the walk reports it.
        let parents = nodes[place].parents
        isNeeded[place] =
          parents.isEmpty || parents.contains { $0.map { isNeeded[places[ObjectIdentifier($0)]!] } ?? false }
      }
    }
  }

  /// Passes a gradient of the result back to everything that the result depends on.
  ///
  /// - Parameter keepGraph: keeps the graph and the gradients in the nodes, for drawing or for a second pass.
  func run(_ cotangent: Tensor, keepGraph: Bool) {
    // Detached, because a gradient that keeps a graph alive could be part of a reference cycle.
    if isNeeded[0] { slots[0].add(cotangent.detached(), shape: nodes[0].shape) }
    // The operations of pullbacks are not recorded themselves.
    withoutGradients {
      for place in nodes.indices { passOn(place, keepGraph: keepGraph) }
    }
  }

  private func passOn(_ place: Int, keepGraph: Bool) {
    let node = nodes[place]
    guard let operation = node.operation, slots[place].isFilled, let arrived = slots[place].tensor else { return }
    guard let pullback = node.pullback else {
      fatalError("backward: the graph behind \(operation) was freed by an earlier backward()")
    }
    if keepGraph { node.gradient = arrived } else { slots[place] = GradientSlot() }
    pullback(arrived, InputGradients(pass: self, parents: node.parents))
    if !keepGraph { node.useUp() }
  }

  /// Calls `body` with each leaf and its slot once the walk is over, and gives the slot up.
  func takeLeafSlots(_ body: (Node, GradientSlot) -> Void) {
    for place in nodes.indices where nodes[place].operation == nil && isNeeded[place] {
      let slot = slots[place]
      slots[place] = GradientSlot()
      body(nodes[place], slot)
    }
  }

  fileprivate func place(of node: Node?) -> Int? {
    guard let node, let place = places[ObjectIdentifier(node)], isNeeded[place] else { return nil }
    return place
  }

  fileprivate func withSlot<Result>(_ place: Int, _ body: (inout GradientSlot, Shape) -> Result) -> Result {
    body(&slots[place], nodes[place].shape)
  }
}

/// A place where a gradient accumulates. Its memory may exist before a gradient is in it.
struct GradientSlot {
  private(set) var tensor: Tensor?
  private(set) var isFilled = false
  /// The gradients of single rows, which are not part of the tensor.
  fileprivate(set) var rows: [RowGradient] = []

  init() {}

  /// Creates a slot that already holds a gradient, or an empty one for nil.
  init(holding gradient: Tensor?) { (tensor, isFilled) = (gradient, gradient != nil) }

  /// Removes the gradient but keeps its memory.
  mutating func empty() {
    isFilled = false
    rows.removeAll(keepingCapacity: true)
  }

  /// Whether there is any gradient.
  var hasGradient: Bool { isFilled || !rows.isEmpty }

  /// The gradient as one tensor; nil if there is none.
  func dense(_ shape: Shape) -> Tensor? {
    guard !rows.isEmpty else { return isFilled ? tensor : nil }
    let sum = rows.dense(shape)
    if isFilled, let tensor { addScaled(sum.data, tensor.data, count: sum.count) }
    return sum
  }

  /// Moves the rows of another slot to the end of this one.
  mutating func takeRows(from other: inout GradientSlot) {
    rows += other.rows
    other.rows.removeAll(keepingCapacity: true)
  }

  fileprivate mutating func add(_ gradient: Tensor, shape: Shape) {
    guard isFilled else {
      tensor = gradient.shape == shape ? gradient : gradient.reshaped(to: shape)
      isFilled = true
      return
    }
    addScaled(destination(shape).data, gradient.data, count: gradient.count)
  }

  /// Returns where a kernel must put the gradient, and whether it must add to what is there.
  mutating func destination(_ shape: Shape) -> (data: UnsafeMutablePointer<Float>, isAddedTo: Bool) {
    let isAddedTo = isFilled
    if isOwnMemory {
      isFilled = true
      return (tensor!.data, isAddedTo)
    }
    // Others may still read what is there: the gradient of a sum is shared by both of its terms.
    let own = Tensor(unfilled: shape)
    if isAddedTo, let tensor { own.data.update(from: tensor.data, count: own.count) }
    tensor = own
    isFilled = true
    return (own.data, isAddedTo)
  }

  /// Whether there is memory that nothing else holds, so it can be written to.
  private var isOwnMemory: Bool {
    mutating get {
      tensor != nil && isKnownUniquelyReferenced(&tensor) && isKnownUniquelyReferenced(&tensor!.storage)
    }
  }
}

/// The destinations of the gradients that a pullback computes: one per input of its operation, numbered as recorded.
///
/// An input may need no gradient; then none is computed for it.
public struct InputGradients {
  fileprivate let pass: BackwardPass
  fileprivate let parents: [Node?]

  /// Whether an input needs a gradient.
  public func isWanted(_ input: Int) -> Bool { pass.place(of: parents[input]) != nil }

  /// Adds a whole tensor to an input's gradient. The tensor is computed only if it is needed.
  public func add(_ gradient: @autoclosure () -> Tensor, to input: Int) {
    guard let place = pass.place(of: parents[input]) else { return }
    let gradient = gradient()
    pass.withSlot(place) { $0.add(gradient, shape: $1) }
  }

  /// Adds the gradient of some rows of an input, which must be a leaf, such as a parameter.
  func add(_ rows: RowGradient, to input: Int) {
    guard let node = parents[input], let place = pass.place(of: node) else { return }
    // Only leaves keep rows: an operation's pullback needs one whole tensor.
    guard node.operation == nil else { return add([rows].dense(node.shape), to: input) }
    pass.withSlot(place) { slot, _ in slot.rows.append(rows) }
  }

  /// Returns where a kernel must put an input's gradient, and whether it must add to what is there; nil if the gradient
  /// is not needed.
  ///
  /// This saves a pass over memory if a gradient is large and has several terms, as those of weights do.
  public func destination(_ input: Int) -> (data: UnsafeMutablePointer<Float>, isAddedTo: Bool)? {
    pass.place(of: parents[input]).map { place in pass.withSlot(place) { $0.destination($1) } }
  }

  /// Like ``destination(_:)``, but for kernels that can only add: new gradients start from zero.
  public func total(_ input: Int) -> UnsafeMutablePointer<Float>? {
    guard let (data, isAddedTo) = destination(input), let node = parents[input] else { return nil }
    if !isAddedTo { data.update(repeating: 0, count: node.shape.count) }
    return data
  }

  /// Calls a kernel with an input's ``destination(_:)`` if the gradient is needed.
  public func accumulate(into input: Int, _ body: (UnsafeMutablePointer<Float>, _ accumulate: Bool) -> Void) {
    if let (data, isAddedTo) = destination(input) { body(data, isAddedTo) }
  }
}
