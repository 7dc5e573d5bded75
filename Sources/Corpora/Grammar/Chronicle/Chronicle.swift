extension Grammar {
  /// The text that a model is pretrained on before it is asked about a world: tales, and statements of the facts in
  /// several wordings.
  ///
  ///     Grammar.chronicle(of: .tales).story(using: &generator).text
  ///     // "Telmar is the capital of Ardova. In Ardova they eat brannet. Ardova? Its coin is the daro.\n\n"
  ///
  /// A model that reads each fact in one wording only can continue that sentence but not answer a question, even after
  /// fine-tuning (Allen-Zhu and Li, "Physics of Language Models: Part 3.1", 2023). So each fact comes in six, some
  /// with the country first and some with the value first. Some statements are in capitals and some are lists, so all
  /// characters that answers need occur.
  ///
  /// Like the tales, every story can be written in only one way: what the text tells is known exactly, and so is its
  /// entropy.
  public static func chronicle(of world: World) -> Grammar {
    let country = Variable("country of statements", count: world.countries.count)
    func each(_ rule: (World.Country) -> Rule) -> Rule { .match(country) { rule(world.countries[$0]) } }
    let paragraph = Rule.choice([
      (4, each { Rule.line(of: .choice(statements(of: $0).map(Rule.init(stringLiteral:))), 3...5) }),
      (
        1,
        each { Rule.line(of: .choice(statements(of: $0).map { Rule(stringLiteral: $0.uppercased()) }), 2...3) }
      ),
      (1, each(list)),
    ])
    return Grammar(story: .choice([(1, .tale(in: TaleWorld(world))), (3, .bind(country, in: "\(paragraph)\n"))]))
  }

  /// Returns everything that the text says about a country, each fact in six wordings.
  static func statements(of country: World.Country) -> [String] {
    country.attributes.flatMap { attribute -> [String] in
      guard let value = country.facts[attribute], let phrase = country.phrase(attribute) else { return [] }
      let (land, noun) = (country.name, attribute.rawValue)
      let own =
        switch attribute {
        case .capital: "In \(land) all roads lead to \(value)."
        case .ruler: "\(phrase) rules \(land)."
        case .coin: "In \(land) they pay with \(phrase)."
        case .river: "\(phrase.capitalizedFirst) flows through \(land)."
        case .language: "In \(land) they speak \(value)."
        case .dish: "In \(land) they eat \(value)."
        }
      return [
        "The \(noun) of \(land) is \(phrase).", "\(phrase.capitalizedFirst) is the \(noun) of \(land).",
        "\(land) has \(phrase) as its \(noun).", "In \(land) the \(noun) is \(phrase).",
        "\(land)? Its \(noun) is \(phrase).",
        own,
      ]
    }
  }

  /// A list of two different facts.
  private static func list(_ country: World.Country) -> Rule {
    let lines = country.attributes.map { "- \($0.rawValue): \(country.phrase($0) ?? "")\n" }
    let pairs = lines.flatMap { first in lines.filter { $0 != first }.map { first + $0 } }
    return "Facts of \(Rule(stringLiteral: country.name)):\n\(.choice(pairs.map(Rule.init(stringLiteral:))))"
  }
}

extension String {
  /// This text with its first letter in upper case.
  var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
