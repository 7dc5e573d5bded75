/// The third line of a tale: what was said, and how it ended.
struct TaleTalk {
  private typealias Rule = Grammar.Rule
  private typealias Words = TaleWords

  let world: TaleWorld
  let hero: TalePerson
  let friend: TalePerson

  /// The last sentence names the friend, so every tale shows who that is.
  var line: Grammar.Rule {
    let end = Rule.choice([
      "So \(hero.name) \(hero.was) \(Words.mood), and \(friend.name) \(Words.took) \(world.bargain).",
      "Now \(hero.name) \(hero.has) \(Words.item), and \(friend.name) \(friend.has) \(Words.item).",
    ])
    return "\(speech) \(end)\n\n"
  }

  private var speech: Rule {
    func told(_ speaker: TalePerson) -> Rule {
      "\(speaker.name)\(.choice([", and \(speaker.he) \(Words.took) \(Words.item).", " \(Words.near) the \(Words.spot)."]))"
    }
    return
      "\"\(clause(2))\" \(.words("said asked cried sang")) \(.choice([(2, told(hero)), (1, told(friend))]))"
  }

  /// Direct speech with at most `depth` more quotes nested in it; quotation marks alternate, and the innermost closes
  /// first.
  private func clause(_ depth: Int) -> Rule {
    let plain = Rule.choice([
      "I \(need) \(Words.item) and \(Words.item),", "\(friend.capitalName) \(need)\(friend.s) \(Words.item),",
      Words.counted {
        "The \(Words.looking("\(Words.thing)\($0.s)")) \(Words.near) the \(Words.place) \($0.isOrAre) \(Words.state),"
      },
    ])
    guard depth > 0 else { return plain }
    let mark: Rule = depth % 2 == 0 ? "'" : "\""
    return .choice([(3, plain), (2, "A \(Words.mood) \(Words.trade) said, \(mark)\(clause(depth - 1))\(mark)")])
  }

  private let need = Rule.words("buy cut draw find get hide keep lose make need sell take use want")
}
