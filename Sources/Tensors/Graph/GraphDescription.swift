import Foundation

/// A tensor's history as a list of boxes and arrows, for drawing.
///
///     let a = Tensor(2, requiresGradient: true)
///     let c = (a + a) * a
///     c.backward(keepGraph: true)
///     print(GraphDescription(of: c, names: ["a": a, "c": c]).dot)
///
/// Small results show their numbers, and also their gradients after a `backward(keepGraph: true)`.
public struct GraphDescription {
  struct Box {
    let title: String
    let lines: [String]
    let isLeaf: Bool
    /// The length of the longest path to a leaf; drawings put boxes of the same depth into one column.
    let depth: Int
  }

  let boxes: [Box]
  /// Pairs of boxes, from an operand to the operation that reads it; an operand used twice has two arrows.
  let arrows: [(from: Int, to: Int)]

  /// Describes how `result` was computed.
  ///
  /// - Parameter names: names for tensors of the graph; the others show only their operation.
  public init(of result: Tensor, names: [String: Tensor] = [:]) {
    guard let root = result.node else {
      boxes = [Box(title: "tensor", lines: ["shape \(result.shape)"], isLeaf: true, depth: 0)]
      arrows = []
      return
    }
    let nodes = Array(root.reachable().reversed())
    let numbers = Dictionary(uniqueKeysWithValues: nodes.enumerated().map { (ObjectIdentifier($1), $0) })
    var nameOf: [ObjectIdentifier: String] = [:]
    for (name, tensor) in names.sorted(by: { $0.key < $1.key }) {
      if let node = tensor.node { nameOf[ObjectIdentifier(node)] = name }
    }
    boxes = nodes.map { node in
      let name = nameOf[ObjectIdentifier(node)]
      let title = [name, node.operation].compactMap { $0 }.joined(separator: " = ")
      var lines: [String] = node.shape.rank > 0 || node.preview == nil ? ["shape \(node.shape)"] : []
      if let preview = node.preview { lines.append("value " + Self.text(preview)) }
      if let gradient = node.gradient, gradient.count <= 8 { lines.append("gradient " + Self.text(gradient.storage)) }
      return Box(
        title: title.isEmpty ? "leaf" : title, lines: lines, isLeaf: node.operation == nil, depth: node.depth)
    }
    arrows = nodes.enumerated().flatMap { to, node in
      node.parents.compactMap { parent in parent.map { (numbers[ObjectIdentifier($0)]!, to) } }
    }
  }

  private static func text(_ storage: Storage) -> String {
    // Several numbers are shortened to four digits each, so boxes stay narrow.
    if storage.count == 1 { return "\(storage.start[0])" }
    return (0..<storage.count).map { String(format: "%.4g", Double(storage.start[$0])) }.joined(separator: ", ")
  }

  /// The graph in DOT, the language of Graphviz.
  public var dot: String {
    var text = "digraph {\n  rankdir=LR\n  node [shape=box, style=rounded]\n"
    for (i, box) in boxes.enumerated() {
      let label = ([box.title] + box.lines).map(Self.escapedForDOT).joined(separator: "\\n")
      text += "  n\(i) [label=\"\(label)\"]\n"
    }
    for arrow in arrows { text += "  n\(arrow.from) -> n\(arrow.to)\n" }
    return text + "}\n"
  }

  private static func escapedForDOT(_ text: String) -> String {
    String(text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] })
  }
}
