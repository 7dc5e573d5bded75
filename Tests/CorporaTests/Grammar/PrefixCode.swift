@testable import Corpora

/// Searches for two alternatives of a choice, or two values of a variable, where a text of one is a prefix of a text of
/// the other.
///
/// If there are none, every text has exactly one derivation: the text reveals how the first choice was made, then the
/// next. Two alternatives are compared byte by byte as long as they agree. Each pair of remaining tails is compared
/// only once, no matter how many texts lead to it.
struct PrefixCodeCheck {
  /// The conflicts found: texts that both alternatives can begin with and at which at least one of them ends.
  private(set) var conflicts: [String] = []
  /// The number of pairs compared.
  private(set) var comparisons = 0

  /// The tail of a rule: a node, or the remaining parts of a sequence, and whatever follows it.
  private final class Tail {
    let node: Grammar.Node, part: Int, values: Grammar.Values, next: Tail?

    init(_ node: Grammar.Node, _ part: Int, _ values: Grammar.Values, _ next: Tail?) {
      (self.node, self.part, self.values, self.next) = (node, part, values, next)
    }
  }

  private struct TailKey: Hashable {
    let node: ObjectIdentifier, part: Int, values: [Int], next: ObjectIdentifier?
  }

  private struct Pair: Hashable {
    let first: ObjectIdentifier?, second: ObjectIdentifier?
  }

  /// Some bytes and the tail after them; the bytes are empty where the text can end.
  private typealias Front = (bytes: ArraySlice<UInt8>, tail: Tail?)

  private var tails: [TailKey: Tail] = [:]
  private var seen: Set<Pair> = []
  private var checked: Set<TailKey> = []
  private var fronts: [ObjectIdentifier: [Front]] = [:]

  /// Checks the story rule and all rules in it, for all values of the variables for which `isWanted` returns true.
  init(_ grammar: Grammar, isWanted: (Grammar.Variable, Int) -> Bool = { _, _ in true }) {
    check(grammar.story.node, Grammar.Values(), isWanted)
  }

  private mutating func check(
    _ node: Grammar.Node, _ values: Grammar.Values, _ isWanted: (Grammar.Variable, Int) -> Bool
  ) {
    guard checked.insert(key(node, 0, values, nil)).inserted else { return }
    switch node.kind {
    case .text: break
    case .sequence(let parts): for part in parts { check(part, values, isWanted) }
    case .choice(_, let alternatives):
      compareAll(alternatives.map { tail($0, 0, values, nil) })
      for alternative in alternatives { check(alternative, values, isWanted) }
    case .bind(let variable, let other, let body):
      let open = (0..<variable.count).filter { $0 != other.map { values[$0] } && isWanted(variable, $0) }
      compareAll(open.map { tail(body, 0, values.setting(variable, to: $0), nil) })
      for value in open { check(body, values.setting(variable, to: value), isWanted) }
    case .match(let variable, let parts): check(parts[values[variable]], values, isWanted)
    }
  }

  private mutating func compareAll(_ tails: [Tail]) {
    for i in tails.indices { for j in tails[..<i].indices { compare(tails[i], tails[j], after: []) } }
  }

  /// Compares two tails byte by byte; `text` is one of the texts that lead to them.
  private mutating func compare(_ first: Tail?, _ second: Tail?, after text: [UInt8]) {
    guard conflicts.isEmpty else { return }
    guard let first, let second else { return conflicts.append(String(decoding: text, as: UTF8.self)) }
    guard seen.insert(Pair(first: ObjectIdentifier(first), second: ObjectIdentifier(second))).inserted else { return }
    let (ones, others) = (starts(of: first), starts(of: second))
    guard !(ones + others).contains(where: \.bytes.isEmpty) else {
      return conflicts.append(String(decoding: text, as: UTF8.self))
    }
    let othersByByte = Dictionary(grouping: others) { $0.bytes.first! }
    for one in ones {
      for other in othersByByte[one.bytes.first!] ?? [] {
        comparisons += 1
        let length = zip(one.bytes, other.bytes).prefix { $0 == $1 }.count
        let (left, right) = (one.bytes.dropFirst(length), other.bytes.dropFirst(length))
        guard left.isEmpty || right.isEmpty else { continue }
        compare(
          bytes(left, then: one.tail), bytes(right, then: other.tail), after: text + one.bytes.prefix(length))
      }
    }
  }

  private mutating func bytes(_ bytes: ArraySlice<UInt8>, then tail: Tail?) -> Tail? {
    bytes.isEmpty ? tail : self.tail(text(Array(bytes)), 0, Grammar.Values(), tail)
  }

  /// Returns the same node for equal texts, so equal tails are recognized as equal.
  private mutating func text(_ bytes: [UInt8]) -> Grammar.Node {
    if let node = texts[bytes] { return node }
    let node = Grammar.Node(.text(bytes))
    texts[bytes] = node
    return node
  }

  private var texts: [[UInt8]: Grammar.Node] = [:]

  /// The texts with which a tail can begin.
  private mutating func starts(of tail: Tail) -> [Front] {
    if let known = fronts[ObjectIdentifier(tail)] { return known }
    var result: [Front] = []
    switch tail.node.kind {
    case .text(let bytes):
      if bytes.isEmpty, let next = tail.next { result = starts(of: next) } else { result = [(bytes[...], tail.next)] }
    case .sequence(let parts):
      let next = tail.part + 1 < parts.count ? self.tail(tail.node, tail.part + 1, tail.values, tail.next) : tail.next
      result = starts(of: self.tail(parts[tail.part], 0, tail.values, next))
    case .choice(_, let alternatives):
      for alternative in alternatives { result += starts(of: self.tail(alternative, 0, tail.values, tail.next)) }
    case .bind(let variable, let other, let body):
      for value in 0..<variable.count where value != other.map({ tail.values[$0] }) {
        result += starts(of: self.tail(body, 0, tail.values.setting(variable, to: value), tail.next))
      }
    case .match(let variable, let parts):
      result = starts(of: self.tail(parts[tail.values[variable]], 0, tail.values, tail.next))
    }
    fronts[ObjectIdentifier(tail)] = result
    return result
  }

  private mutating func tail(_ node: Grammar.Node, _ part: Int, _ values: Grammar.Values, _ next: Tail?) -> Tail {
    let key = key(node, part, values, next)
    if let known = tails[key] { return known }
    let made = Tail(node, part, values, next)
    tails[key] = made
    return made
  }

  private func key(_ node: Grammar.Node, _ part: Int, _ values: Grammar.Values, _ next: Tail?) -> TailKey {
    TailKey(
      node: ObjectIdentifier(node), part: part, values: node.free.map { values[$0] },
      next: next.map { ObjectIdentifier($0) })
  }
}
