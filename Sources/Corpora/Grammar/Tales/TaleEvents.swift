/// The second line of a tale: what happened.
struct TaleEvents {
  private typealias Words = TaleWords

  let world: TaleWorld
  let hero: TalePerson
  let friend: TalePerson

  var line: Grammar.Rule {
    let (item, took, deed) = (Words.item, Words.took, deed)
    let sentence = Grammar.Rule.choice([
      (6, deed), (2, TaleKin.sentence(in: world)),
      (1, "\(friend.capitalName) \(took) \(item), but \(hero.name) \(took) \(world.bargain)."),
      (
        1,
        Words.counted {
          "At the \(Words.place) \($0.was) \($0.quantity)\(Words.looking("\(Words.thing)\($0.s)")), and \(hero.he) \(took) \($0.it)."
        }
      ),
    ])
    return .line(of: sentence, 2...4)
  }

  /// What the hero did; the hero is named or is only "he", "she" or "they".
  private var deed: Grammar.Rule {
    let subject = Grammar.Rule.choice([(3, hero.capitalHe), (2, hero.capitalName)])
    let (item, took) = (Words.item, Words.took)
    let deeds = Grammar.Rule.choice([
      (12, "\(took) \(world.bargain)."),
      (8, "\(took) \(item), \(item) and \(item)."),
      (3, "\(took) \(item) \(Words.near) the \(Words.spot)."),
      (1, "went to \(world.capital) with \(item) and \(item)."),
      (2, "gave \(item) to \(friend.name) for \(world.price)."),
      (1, "ate \(world.dish) with \(friend.name) and \(item)."),
      (1, "spoke \(world.language) with \(Words.someone)."),
      (1, "asked \(world.title) \(world.ruler) for \(item) and \(item)."),
      (12, "\(Words.use)."),
    ])
    return "\(subject) \(deeds)"
  }
}
