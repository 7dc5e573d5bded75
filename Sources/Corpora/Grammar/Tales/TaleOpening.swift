extension TaleWorld {
  typealias Rule = Grammar.Rule
  private typealias Words = TaleWords

  /// The first line of a tale: who it is about, and two things that one knows of the country.
  static func opening(_ hero: TalePerson) -> Rule {
    let who = hero.match(
      one: "a \(Words.mood) \(Words.trade) called \(hero.name)",
      family: "\(Words.number)\(Words.mood) \(Words.trade)s called \(hero.name)")
    let first = Rule.choice([
      "In \(land) there lived \(who).",
      "Long ago \(who) came to \(capital), the capital of \(land).",
      "By the river \(river) in \(land) \(who) \(Words.took) \(Words.item).",
      "When \(title) \(ruler) ruled \(land), \(who) \(Words.went) to the \(Words.place).",
    ])
    let (one, other) = (
      Grammar.Variable("first fact", count: facts.count), Grammar.Variable("second fact", count: facts.count)
    )
    return
      "\(first) \(.bind(one, in: "\(.match(one) { facts[$0] }) \(.bind(other, except: one, in: .match(other) { facts[$0] }))"))\n"
  }

  /// What is known of each country.
  private static let facts: [Rule] = [
    "\(capital), the capital of \(land), has a \(Words.look) \(Words.place) and a \(Words.look) \(Words.place).",
    "\(title) \(ruler) rules \(land), and \(rulerHe) is a \(Words.mood) \(rulerMan) with \(Words.item).",
    "The people of \(land) speak \(language) and sing of \(Words.item).",
    "A \(Words.mood) \(Words.trade) in \(land) eats \(dish) \(Words.near) the \(Words.look) \(Words.place).",
    "The river \(river) flows past \(capital) from a \(Words.look) \(Words.place).",
    "For \(Words.number)\(coin)s they sell \(Words.item) in \(land).",
  ]
}
