@testable import Corpora

/// Enumerates all stories of a small grammar with their probabilities, trying every choice in turn: the slow reference
/// for drawing, reading and expectations.
func enumerate(_ grammar: Grammar) -> [(text: String, probability: Double)] {
  derivations(grammar.story.node, [:]).map { (String(decoding: $0.text, as: UTF8.self), $0.probability) }
}

private typealias Derivation = (text: [UInt8], probability: Double)

private func derivations(_ node: Grammar.Node, _ values: [ObjectIdentifier: Int]) -> [Derivation] {
  switch node.kind {
  case .text(let bytes): return [(bytes, 1)]
  case .sequence(let parts):
    return parts.reduce([([], 1)]) { before, part in
      let after = derivations(part, values)
      return before.flatMap { first in after.map { (first.text + $0.text, first.probability * $0.probability) } }
    }
  case .choice(let weights, let alternatives):
    return zip(weights.each, alternatives).flatMap { weight, alternative in
      derivations(alternative, values).map { ($0.text, $0.probability * Double(weight) / Double(weights.total)) }
    }
  case .bind(let variable, let other, let body):
    let open = (0..<variable.count).filter { $0 != other.map { values[ObjectIdentifier($0)]! } }
    return open.flatMap { value in
      derivations(body, values.merging([ObjectIdentifier(variable): value]) { $1 }).map {
        ($0.text, $0.probability / Double(open.count))
      }
    }
  case .match(let variable, let parts): return derivations(parts[values[ObjectIdentifier(variable)]!], values)
  }
}

/// A grammar of about a hundred stories with all features of a large one: weights, agreement, exceptions, optional
/// parts.
func smallGrammar() -> Grammar {
  let hero = Grammar.Variable("hero", count: 3), friend = Grammar.Variable("friend", count: 3)
  let names: [Grammar.Rule] = ["Ann", "Ben", "the Coys"], verbs: [Grammar.Rule] = ["s", "s", ""]
  let first = Grammar.Rule.match(hero) { names[$0] }, second = Grammar.Rule.match(friend) { names[$0] }
  let thing = Grammar.Rule.words("cup kite")
  let more = Grammar.Rule.choice([(2, "."), (1, " and a \(thing).")])
  return Grammar(
    story: .bind(
      hero,
      in: .bind(
        friend, except: hero,
        in: .choice([
          (3, "\(first) see\(.match(hero) { verbs[$0] }) \(second) with a \(thing)\(more)\n\n"),
          (1, "Once \(first) and \(second) met\(more)\n\n"),
        ]))))
}
