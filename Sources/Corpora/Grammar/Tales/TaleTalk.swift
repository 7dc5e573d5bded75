/// The third line of a tale: what was said, and how it ended.
struct TaleTalk {
  private typealias Rule = Grammar.Rule
  private typealias Words = TaleWords

  let hero: TalePerson
  let friend: TalePerson

  var line: Grammar.Rule {
    let ends = Rule.choice([
      "So \(hero.name) \(hero.was) \(Words.mood) again, and \(friend.name) \(Words.took) \(Words.item).",
      "Now \(hero.name) \(hero.has) \(Words.item) and live\(hero.s) \(Words.near) the \(Words.look) \(Words.place) in \(TaleWorld.capital).",
    ])
    let speech = speech
    return "\(speech)\(.choice([" \(speech) \(ends)\n", " \(ends)\n"]))"
  }

  private var speech: Rule {
    let said = Rule.words("said asked cried sang whispered shouted muttered")
    func told(_ speaker: TalePerson, _ other: TalePerson) -> Rule {
      let more = Rule.choice([
        " to \(other.name).", ", and \(speaker.he) \(Words.took) \(Words.item).", " \(Words.near) the \(Words.place).",
      ])
      return "\(speaker.name)\(more)"
    }
    return "\"\(clause(2))\" \(said) \(.choice([(2, told(hero, friend)), (1, told(friend, hero))]))"
  }

  /// What is said, with so many more quotes in it at most; marks alternate, and close in the order in which they opened.
  private func clause(_ depth: Int) -> Rule {
    let plain: [Rule] = [
      "I \(need) \(Words.item)\(.choice([",", " and \(Words.item),"]))",
      "\(friend.capitalName) \(need)\(friend.s) \(Words.item),",
      Words.counted {
        "The \(Words.look) \(Words.thing)\($0.s) \(Words.near) the \(Words.place) \($0.isOrAre) \(Words.look) and \(Words.look),"
      },
    ]
    guard depth > 0 else { return .choice(plain) }
    let mark: Rule = depth % 2 == 0 ? "'" : "\""
    return .choice([
      (3, .choice(plain)),
      (2, "A \(Words.mood) \(Words.trade) told me, \(mark)\(clause(depth - 1))\(mark)"),
    ])
  }

  private let need = Rule.words(
    """
    need want love hate seek sell keep miss lend hide find buy clean mend pack share choose count fetch gather hold lose
    move name praise
    """)
}
