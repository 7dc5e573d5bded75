/// The second line of a tale: what happened.
struct TaleEvents {
  private typealias Words = TaleWords
  private typealias World = TaleWorld

  let hero: TalePerson
  let friend: TalePerson

  var line: Grammar.Rule { .line(of: .choice([(6, deed), (4, .choice(others))]), 3...6) }

  /// What the hero did, who is called by name or not.
  private var deed: Grammar.Rule {
    let subject = Grammar.Rule.choice([(3, hero.capitalHe), (2, hero.capitalName)])
    let (item, look, place, mood, trade) = (Words.item, Words.look, Words.place, Words.mood, Words.trade)
    let deeds = Grammar.Rule.choice([
      "\(Words.took) \(item) \(Words.near) the \(look) \(place)",
      "\(Words.took) \(item), \(item) and \(item)",
      "\(Words.went) to the \(look) \(place) with a \(mood) \(trade)",
      "gave \(item) to \(friend.name) for \(Words.number)\(World.coin)s",
      "ate \(World.dish) with \(friend.name) \(Words.near) the \(look) \(place)",
      "spoke \(World.language) with a \(mood) \(trade) from \(World.capital)",
      "crossed the river \(World.river) with \(item)",
      "asked \(World.title) \(World.ruler) for \(item)",
      "\(hero.was) \(mood) and \(mood)",
      .choice(Words.things.map { "\($0.used) a \(look) \($0.name) \(Words.near) the \(place)" }),
    ])
    return "\(subject) \(deeds)."
  }

  private var others: [Grammar.Rule] {
    let (item, look, place, mood, trade) = (Words.item, Words.look, Words.place, Words.mood, Words.trade)
    return [
      "\(friend.capitalName) \(Words.took) \(item), but \(hero.name) \(Words.took) \(item).",
      "One \(Words.weather) \(Words.hour) in \(Words.month) \(hero.he) \(Words.went) to the \(look) \(place).",
      Words.counted {
        "On the \(place) there \($0.was) \($0.quantity)\(look) \(Words.thing)\($0.s), so \(hero.he) \(Words.took) \($0.it)."
      },
      "A \(mood) \(trade) from \(World.capital) taught \(hero.him) \(World.language) for \(Words.number)\(World.coin)s.",
      TaleKin.sentence(of: hero),
    ]
  }
}
