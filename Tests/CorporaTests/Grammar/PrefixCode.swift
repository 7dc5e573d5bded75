@testable import Corpora

/// Looks for two alternatives of a choice, or two values of a variable, where a text of one begins a text of the other.
///
/// Where there are none, every text has one derivation: the first choice shows in the text which way it went, then
/// the next. Two alternatives are read side by side, byte by byte, as long as they agree; what is left of both is looked
/// at once, however many words led there.
struct PrefixCodeCheck {
  /// The conflicts that were found: two ways to begin with the same text, one of which ends with it.
  private(set) var conflicts: [String] = []
  /// The pairs that were compared.
  private(set) var comparisons = 0

  /// What is left of a rule: a node, or a sequence from one of its parts on, and what comes after it.
  private final class Rest {
    let node: Grammar.Node, part: Int, values: Grammar.Values, next: Rest?

    init(_ node: Grammar.Node, _ part: Int, _ values: Grammar.Values, _ next: Rest?) {
      (self.node, self.part, self.values, self.next) = (node, part, values, next)
    }
  }

  private struct RestKey: Hashable {
    let node: ObjectIdentifier, part: Int, values: [Int], next: ObjectIdentifier?
  }

  private struct Pair: Hashable {
    let first: ObjectIdentifier?, second: ObjectIdentifier?
  }

  /// Some bytes, and what is left after them; no bytes where the end may be.
  private typealias Front = (bytes: ArraySlice<UInt8>, rest: Rest?)

  private var rests: [RestKey: Rest] = [:]
  private var seen: Set<Pair> = []
  private var checked: Set<RestKey> = []
  private var fronts: [ObjectIdentifier: [Front]] = [:]

  /// Checks the rule of a story, and all rules in it, for all values of the variables for which `isWanted`.
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
      compareAll(alternatives.map { rest($0, 0, values, nil) })
      for alternative in alternatives { check(alternative, values, isWanted) }
    case .bind(let variable, let other, let body):
      let open = (0..<variable.count).filter { $0 != other.map { values[$0] } && isWanted(variable, $0) }
      compareAll(open.map { rest(body, 0, values.setting(variable, to: $0), nil) })
      for value in open { check(body, values.setting(variable, to: value), isWanted) }
    case .match(let variable, let parts): check(parts[values[variable]], values, isWanted)
    }
  }

  private mutating func compareAll(_ rests: [Rest]) {
    for i in rests.indices { for j in rests[..<i].indices { compare(rests[i], rests[j], after: []) } }
  }

  /// Reads two rests side by side; `text` is what led to them, as one of the ways.
  private mutating func compare(_ first: Rest?, _ second: Rest?, after text: [UInt8]) {
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
          bytes(left, then: one.rest), bytes(right, then: other.rest), after: text + one.bytes.prefix(length))
      }
    }
  }

  private mutating func bytes(_ bytes: ArraySlice<UInt8>, then rest: Rest?) -> Rest? {
    bytes.isEmpty ? rest : self.rest(text(Array(bytes)), 0, Grammar.Values(), rest)
  }

  /// One node for equal texts, so that equal rests are known as such.
  private mutating func text(_ bytes: [UInt8]) -> Grammar.Node {
    if let node = texts[bytes] { return node }
    let node = Grammar.Node(.text(bytes))
    texts[bytes] = node
    return node
  }

  private var texts: [[UInt8]: Grammar.Node] = [:]

  /// The texts with which a rest can begin.
  private mutating func starts(of rest: Rest) -> [Front] {
    if let known = fronts[ObjectIdentifier(rest)] { return known }
    var result: [Front] = []
    switch rest.node.kind {
    case .text(let bytes):
      if bytes.isEmpty, let next = rest.next { result = starts(of: next) } else { result = [(bytes[...], rest.next)] }
    case .sequence(let parts):
      let next = rest.part + 1 < parts.count ? self.rest(rest.node, rest.part + 1, rest.values, rest.next) : rest.next
      result = starts(of: self.rest(parts[rest.part], 0, rest.values, next))
    case .choice(_, let alternatives):
      for alternative in alternatives { result += starts(of: self.rest(alternative, 0, rest.values, rest.next)) }
    case .bind(let variable, let other, let body):
      for value in 0..<variable.count where value != other.map({ rest.values[$0] }) {
        result += starts(of: self.rest(body, 0, rest.values.setting(variable, to: value), rest.next))
      }
    case .match(let variable, let parts):
      result = starts(of: self.rest(parts[rest.values[variable]], 0, rest.values, rest.next))
    }
    fronts[ObjectIdentifier(rest)] = result
    return result
  }

  private mutating func rest(_ node: Grammar.Node, _ part: Int, _ values: Grammar.Values, _ next: Rest?) -> Rest {
    let key = key(node, part, values, next)
    if let known = rests[key] { return known }
    let made = Rest(node, part, values, next)
    rests[key] = made
    return made
  }

  private func key(_ node: Grammar.Node, _ part: Int, _ values: Grammar.Values, _ next: Rest?) -> RestKey {
    RestKey(
      node: ObjectIdentifier(node), part: part, values: node.free.map { values[$0] },
      next: next.map { ObjectIdentifier($0) })
  }
}
