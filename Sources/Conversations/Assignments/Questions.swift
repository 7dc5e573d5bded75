import Corpora

/// Draws assignments about a world.
///
/// What is asked where is decided by ``Plan``; this type only finds the words.
struct Questions<Generator: RandomNumberGenerator> {
  let world: World
  var generator: Generator
  /// Whether the wordings are those that are only used in tests.
  var isHeldOut = false

  init(_ world: World, _ generator: Generator) { (self.world, self.generator) = (world, generator) }

  /// A fact: a country and an attribute that is told.
  typealias Fact = Plan.Fact

  mutating func direct(_ fact: Fact, form: Form = .plain) -> Assignment {
    let usesOwn = generator.below(4) == 0
    let wordings = usesOwn ? Wordings.own(fact.attribute) : .direct
    let question = wordings.draw(heldOut: isHeldOut, words(fact), using: &generator)
    return asked(
      question, form, .direct, answer: Self.sentence(fact), values: [fact.value],
      rivals: world.rivals(of: fact.country, fact.attribute))
  }

  mutating func reverse(_ fact: Fact, form: Form = .plain) -> Assignment {
    let question = Wordings.reverse.draw(heldOut: isHeldOut, words(fact), using: &generator)
    let (country, noun) = (fact.country.name, fact.attribute.rawValue)
    return asked(
      question, form, .reverse, answer: "\(fact.phrase.capitalizedFirst) is the \(noun) of \(country).",
      values: [country], rivals: world.countries.map(\.name).filter { $0 != country })
  }

  mutating func choice(_ fact: Fact) -> Assignment {
    let others = world.countries.filter { $0.name != fact.country.name && $0.facts[fact.attribute] != nil }
    let other = generator.pick(others)
    var words = words(fact)
    words["other"] = other.phrase(fact.attribute)
    // The right value comes first as often as last.
    if generator.below(2) == 0 { (words["value"], words["other"]) = (words["other"], words["value"]) }
    let question = Wordings.choice.draw(heldOut: isHeldOut, words, using: &generator)
    return asked(
      question, .plain, .choice, answer: Self.sentence(fact), values: [fact.value],
      rivals: other.facts[fact.attribute].map { [$0] } ?? [])
  }

  mutating func several(_ first: Fact, _ second: Fact) -> Assignment {
    var words = words(first)
    words["other"] = second.attribute.rawValue
    let question =
      Wordings.several.draw(heldOut: isHeldOut, words, using: &generator)
      + Wordings.list.draw(heldOut: isHeldOut, [:], using: &generator)
    let rivals = [first, second].flatMap { world.rivals(of: $0.country, $0.attribute) }
    return Assignment(
      prompt: [Turn(.user, question)], kind: .several, answer: "- \(first.phrase)\n- \(second.phrase)",
      check: .init(values: [first.value, second.value], rivals: rivals, form: .list))
  }

  /// - Parameter silence: the attribute to say nothing about; nil for none.
  mutating func about(_ country: World.Country, silence: World.Attribute?) -> Assignment {
    var question = Wordings.about.draw(heldOut: isHeldOut, ["land": country.name], using: &generator)
    if let silence {
      question += " " + Wordings.silence.draw(heldOut: isHeldOut, ["noun": silence.rawValue], using: &generator)
    }
    let facts = Plan.importantAttributes.filter { $0 != silence }.compactMap { Fact(country, $0) }
    let unwanted = silence.flatMap { Fact(country, $0) }.map { [$0.value, $0.attribute.rawValue] } ?? []
    var sentences: [String] = []
    for fact in facts { sentences.append(Self.sentence(fact)) }
    return Assignment(
      prompt: [Turn(.user, question)], kind: .about, answer: sentences.joined(separator: " "),
      check: .init(
        values: facts.map(\.value), rivals: facts.flatMap { world.rivals(of: country, $0.attribute) },
        silence: unwanted))
  }

  mutating func followUp(_ first: Fact, _ second: Fact) -> Assignment {
    let before = direct(first)
    let question = Wordings.followUp.draw(heldOut: isHeldOut, words(second), using: &generator)
    return Assignment(
      prompt: before.conversation.turns + [Turn(.user, question)], kind: .followUp, answer: Self.sentence(second),
      check: .init(values: [second.value], rivals: world.rivals(of: second.country, second.attribute)))
  }

  /// A question that no text answers.
  mutating func unknown(land: String, noun: String) -> Assignment {
    let question = Wordings.direct.draw(heldOut: isHeldOut, ["land": land, "noun": noun], using: &generator)
    return Assignment(
      prompt: [Turn(.user, question)], kind: .unknown, answer: Refusals.unknown, check: .init(outcome: .unknown))
  }

  mutating func forbidden(_ subject: String) -> Assignment {
    let question = Wordings.forbidden.draw(heldOut: isHeldOut, ["subject": subject], using: &generator)
    return Assignment(
      prompt: [Turn(.user, question)], kind: .forbidden, answer: Refusals.declined, check: .init(outcome: .declined))
  }

  /// Adds the request for a form, in the question or, now and then, in a system text.
  private mutating func asked(
    _ question: String, _ form: Form, _ kind: Assignment.Kind, answer: String, values: [String], rivals: [String]
  ) -> Assignment {
    let check = Assignment.Check(values: values, rivals: rivals, form: form)
    let (wordings, answer): (Wordings?, String) =
      switch form {
      case .oneWord: (.oneWord, values[0])
      case .capitals: (.capitals, answer.uppercased())
      default: (nil, answer)
      }
    guard let wordings else {
      return Assignment(prompt: [Turn(.user, question)], kind: kind, answer: answer, check: check)
    }
    let request = wordings.draw(heldOut: isHeldOut, [:], using: &generator)
    let prompt =
      generator.below(4) == 0
      ? [Turn(.system, request), Turn(.user, question)] : [Turn(.user, "\(question) \(request)")]
    return Assignment(prompt: prompt, kind: kind, answer: answer, check: check)
  }

  private func words(_ fact: Fact) -> [String: String] {
    ["land": fact.country.name, "noun": fact.attribute.rawValue, "value": fact.phrase]
  }

  private static func sentence(_ fact: Fact) -> String {
    "The \(fact.attribute.rawValue) of \(fact.country.name) is \(fact.phrase)."
  }
}
