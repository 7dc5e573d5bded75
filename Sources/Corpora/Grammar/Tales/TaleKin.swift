/// Words for people that come in pairs, one for him and one for her.
enum TaleKin {
  private typealias Rule = Grammar.Rule

  private static let isWoman = Grammar.Variable("kin's gender", count: 2)
  private static let he = byGender("he", "she")
  private static let his = byGender("his", "her")

  /// Each pair does what no other does.
  private static let family: [Rule] = [
    pair("uncle", "aunt", "put on \(his) \(TaleWords.state) mask"),
    pair("brother", "sister", "lost \(his) \(TaleWords.state) dice"),
    pair("father", "mother", "lit \(his) \(TaleWords.state) oven"),
    pair("son", "daughter", "slept in \(his) \(TaleWords.state) cradle"),
    pair("husband", "wife", "danced at \(his) \(TaleWords.state) wedding"),
    pair("nephew", "niece", "broke \(his) \(TaleWords.state) toy"),
    pair("grandfather", "grandmother", "knitted \(his) \(TaleWords.state) socks"),
  ]
  private static let strangers: [Rule] = [
    pair("king", "queen", "wore \(his) \(TaleWords.state) crown"),
    pair("prince", "princess", "fled from \(his) \(TaleWords.state) dragon"),
    pair("lord", "lady", "feasted in \(his) \(TaleWords.state) hall"),
    pair("man", "woman", "sat in \(his) \(TaleWords.state) cottage"),
    pair("boy", "girl", "wrote sums at \(his) \(TaleWords.state) desk"),
    pair("duke", "duchess", "fired \(his) \(TaleWords.state) pistol"),
  ]

  /// What someone of the hero's family did, or a stranger.
  static func sentence(of hero: TalePerson) -> Grammar.Rule {
    let who = Rule.choice(["\(hero.capitalHis) \(.choice(family))", "Once a \(TaleWords.mood) \(.choice(strangers))"])
    return .bind(isWoman, in: "\(who), and \(he) \(TaleWords.took) \(TaleWords.item).")
  }

  private static func pair(_ man: Rule, _ woman: Rule, _ deed: Rule) -> Rule { "\(byGender(man, woman)) \(deed)" }

  private static func byGender(_ man: Rule, _ woman: Rule) -> Rule { .match(isWoman) { $0 == 0 ? man : woman } }
}
