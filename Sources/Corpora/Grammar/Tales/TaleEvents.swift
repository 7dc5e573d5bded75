/// The second line of a tale: what happened.
struct TaleEvents {
  private typealias Words = TaleWords
  private typealias World = TaleWorld

  let hero: TalePerson
  let friend: TalePerson

  var line: Grammar.Rule {
    let deed = deed
    return .line(of: .choice([(5, deed), (2, .choice(others))]), 4...6)
  }

  /// What the hero did, who is called by name or not.
  private var deed: Grammar.Rule {
    let subject = Grammar.Rule.choice([(3, hero.capitalHe), (2, hero.capitalName)])
    let (item, took, spot) = (Words.item, Words.took, Words.spot)
    let deeds = Grammar.Rule.choice([
      (6, "\(took) \(item) and \(took) \(item)."),
      (8, "\(took) \(item), \(took) \(item) and \(took) \(item)."),
      (3, "\(took) \(item) \(Words.near) the \(spot)."),
      (8, "\(took) \(item), \(item) and \(item)."),
      (2, "\(Words.went) to a \(spot) with \(item)."),
      (1, "\(Words.went) to \(World.capital) with \(item) and \(item)."),
      (2, "gave \(item) to \(friend.name) for \(Words.number)\(World.coin)s."),
      (1, "ate \(World.dish) with \(friend.name) and \(took) \(item)."),
      (1, "spoke \(World.language) with \(Words.someone) and \(took) \(item)."),
      (1, "crossed the river \(World.river) with \(item) and \(item)."),
      (1, "asked \(World.title) \(World.ruler) for \(item) and \(item)."),
      (2, "\(hero.was) \(Words.mood), \(Words.mood) and \(Words.mood)."),
      (4, "\(Words.use)."),
      (5, "\(Words.use) for \(item)."),
    ])
    return "\(subject) \(deeds)"
  }

  private var others: [(weight: Int, rule: Grammar.Rule)] {
    let (item, took) = (Words.item, Words.took)
    return [
      (2, "\(friend.capitalName) \(took) \(item), but \(hero.name) \(took) \(item)."),
      (
        2,
        Words.counted {
          "At the \(Words.place) \($0.was) \($0.quantity)\(Words.looking("\(Words.thing)\($0.s)")), and \(hero.he) \(took) \($0.it)."
        }
      ),
      (1, "A \(Words.mood) \(Words.trade) from \(World.capital) taught \(hero.him) \(World.language) for \(item)."),
      (4, TaleKin.sentence),
    ]
  }
}
