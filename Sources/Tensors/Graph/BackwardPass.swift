import Kernels

/// One walk over the tape, from a result to the leaves that it came from, with all gradients on the way.
///
/// The walk goes from the deepest node down, so that a node has its whole gradient before it passes it on, and it is a
/// loop: long chains do not exhaust the stack.
final class BackwardPass {
  /// All nodes that the result came from, the deepest first, the result itself among them.
  let nodes: [Node]
  private var places: [ObjectIdentifier: Int] = [:]
  private var slots: [GradientSlot]
  /// Whether a node leads to a leaf whose gradient is asked for.
  private var isNeeded: [Bool]

  /// A pass that has not begun.
  ///
  /// - Parameter leafSlot: the slot in which a leaf's gradient is to be added up; nil when nobody asks for it.
  init(from root: Node, leafSlot: (Node) -> GradientSlot?) {
    nodes = root.reachable()
    slots = Array(repeating: GradientSlot(), count: nodes.count)
    isNeeded = Array(repeating: false, count: nodes.count)
    places.reserveCapacity(nodes.count)
    for (place, node) in nodes.enumerated() { places[ObjectIdentifier(node)] = place }
    // From the leaves up: parents come later in the order than what read them.
    for place in nodes.indices.reversed() {
      if nodes[place].operation == nil {
        guard let slot = leafSlot(nodes[place]) else { continue }
        slots[place] = slot
        isNeeded[place] = true
      } else {
        // A node that was used up has no parents left; the walk says so.
        let parents = nodes[place].parents
        isNeeded[place] =
          parents.isEmpty || parents.contains { $0.map { isNeeded[places[ObjectIdentifier($0)]!] } ?? false }
      }
    }
  }

  /// Passes a gradient of the result on to everything that it came from.
  ///
  /// - Parameter keepGraph: leaves graph and gradients in the nodes, for drawing or for a second pass.
  func run(_ cotangent: Tensor, keepGraph: Bool) {
    // Without its history: a gradient that held a graph could hold itself.
    if isNeeded[0] { slots[0].add(cotangent.detached(), shape: nodes[0].shape) }
    // What pullbacks compute is not itself recorded.
    withoutGradients {
      for place in nodes.indices { passOn(place, keepGraph: keepGraph) }
    }
  }

  private func passOn(_ place: Int, keepGraph: Bool) {
    let node = nodes[place]
    guard let operation = node.operation, slots[place].isFilled, let arrived = slots[place].tensor else { return }
    guard let pullback = node.pullback else {
      fatalError("backward: the graph behind \(operation) was used up by an earlier backward()")
    }
    if keepGraph { node.gradient = arrived } else { slots[place] = GradientSlot() }
    pullback(arrived, InputGradients(pass: self, parents: node.parents))
    if !keepGraph { node.useUp() }
  }

  /// The slots of the leaves, once the walk is over; each is given up.
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

/// Where a gradient is added up: memory, which may be there before anything stands in it.
struct GradientSlot {
  private(set) var tensor: Tensor?
  private(set) var isFilled = false

  init() {}

  /// A slot that holds a gradient already, or an empty one for nil.
  init(holding gradient: Tensor?) { (tensor, isFilled) = (gradient, gradient != nil) }

  /// Forgets the gradient, but not its memory.
  mutating func empty() { isFilled = false }

  fileprivate mutating func add(_ gradient: Tensor, shape: Shape) {
    guard isFilled else {
      tensor = gradient.shape == shape ? gradient : gradient.reshaped(to: shape)
      isFilled = true
      return
    }
    addScaled(destination(shape).data, gradient.data, count: gradient.count)
  }

  /// Where a kernel is to put the gradient, and whether it must add to what is there.
  mutating func destination(_ shape: Shape) -> (data: UnsafeMutablePointer<Float>, isAddedTo: Bool) {
    let isAddedTo = isFilled
    if isOwnMemory {
      isFilled = true
      return (tensor!.data, isAddedTo)
    }
    // Somebody else may still read what is there: the gradient of a sum is that of both of its terms.
    let own = Tensor(unfilled: shape)
    if isAddedTo, let tensor { own.data.update(from: tensor.data, count: own.count) }
    tensor = own
    isFilled = true
    return (own.data, isAddedTo)
  }

  /// Whether there is memory that nobody else holds, so that it may be written to.
  private var isOwnMemory: Bool {
    mutating get {
      tensor != nil && isKnownUniquelyReferenced(&tensor) && isKnownUniquelyReferenced(&tensor!.storage)
    }
  }
}

/// Where a pullback puts the gradients of the tensors that its operation read, numbered as they were recorded.
///
/// An input may want no gradient: then nothing is computed for it.
public struct InputGradients {
  fileprivate let pass: BackwardPass
  fileprivate let parents: [Node?]

  /// Whether an input wants a gradient.
  public func isWanted(_ input: Int) -> Bool { pass.place(of: parents[input]) != nil }

  /// Adds a whole tensor to an input's gradient. The tensor is computed only when it is wanted.
  public func add(_ gradient: @autoclosure () -> Tensor, to input: Int) {
    guard let place = pass.place(of: parents[input]) else { return }
    let gradient = gradient()
    pass.withSlot(place) { $0.add(gradient, shape: $1) }
  }

  /// Where a kernel is to put an input's gradient, and whether it must add to what is there; nil when nobody wants it.
  ///
  /// That saves a pass over memory where a gradient is large and several terms meet, as those of weights do.
  public func destination(_ input: Int) -> (data: UnsafeMutablePointer<Float>, isAddedTo: Bool)? {
    pass.place(of: parents[input]).map { place in pass.withSlot(place) { $0.destination($1) } }
  }

  /// As ``destination(_:)``, for kernels that can only add: fresh gradients start from zero.
  public func total(_ input: Int) -> UnsafeMutablePointer<Float>? {
    guard let (data, isAddedTo) = destination(input), let node = parents[input] else { return nil }
    if !isAddedTo { data.update(repeating: 0, count: node.shape.count) }
    return data
  }

  /// Calls a kernel with an input's ``destination(_:)``, if the gradient is wanted.
  public func accumulate(into input: Int, _ body: (UnsafeMutablePointer<Float>, _ accumulate: Bool) -> Void) {
    if let (data, isAddedTo) = destination(input) { body(data, isAddedTo) }
  }
}
