extension TaleWorld {
  typealias Rule = Grammar.Rule
  private typealias Words = TaleWords

  /// The first line of a tale: who it is about, and two things that one knows of the country.
  static func opening(_ hero: TalePerson) -> Rule {
    let who = hero.match(
      one: "\(Words.someone) called \(hero.name)",
      family: "\(Words.number)\(Words.mood) \(Words.trade)s called \(hero.name)")
    let first = Rule.choice([
      "In \(land) \(who) \(Words.took) \(Words.item).",
      "In \(capital) in \(land) \(who) had \(Words.item) and \(Words.item).",
      "By the \(river) in \(land) \(who) \(Words.took) \(Words.item).",
      "Under \(title) \(ruler) of \(land) \(who) \(Words.took) \(Words.item).",
    ])
    return "\(first) \(.choice(facts))\n"
  }

  /// What is known of each country.
  private static let facts: [Rule] = [
    "\(capital), the capital of \(land), has \(Words.item), \(Words.item) and a \(Words.spot).",
    "\(title) \(ruler) rules \(land), a \(Words.mood) \(rulerMan) with \(Words.item) and \(Words.item).",
    "They speak \(language) in \(land) and sing of \(Words.item) and \(Words.item).",
    "They eat \(dish) in \(land) with \(Words.item) \(Words.near) the \(Words.spot).",
    "The river \(river) flows past \(Words.item), \(Words.item) and a \(Words.spot) in \(land).",
    "For \(Words.number)\(coin)s they sell \(Words.item) or \(Words.item) in \(land).",
  ]
}
