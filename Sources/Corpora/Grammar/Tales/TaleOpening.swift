extension TaleWorld {
  typealias Rule = Grammar.Rule
  private typealias Words = TaleWords

  /// The first line of a tale: who it is about, and a fact about the country.
  func opening(_ hero: TalePerson) -> Rule {
    let who = hero.match(
      one: "\(Words.someone) called \(hero.name)",
      family: "\(Words.number(digits: 2)) \(Words.mood) \(Words.trade)s called \(hero.name)")
    let first = Rule.choice([
      "In \(land) \(who) \(Words.took) \(Words.item).",
      "In \(capital) in \(land) \(who) \(Words.took) \(Words.item).",
      "By the \(river) in \(land) \(who) \(Words.took) \(Words.item).",
      "Under \(title) \(ruler) of \(land) \(who) \(Words.took) \(Words.item).",
    ])
    return "\(first) \(.choice(facts))\n"
  }

  /// Facts about each country.
  private var facts: [Rule] {
    [
      "\(capital), the capital of \(land), has \(Words.item) and \(Words.item).",
      "\(title) \(ruler) rules \(land) with \(Words.item) and \(Words.item).",
      "They speak \(language) in \(land) and sing of \(Words.item).",
      "They eat \(dish) in \(land) with \(Words.item).",
      "The river \(river) in \(land) flows past \(Words.item) and \(Words.item).",
      "For \(price) they sell \(Words.item) in \(land).",
    ]
  }
}
