/// Words for people that come in pairs, one for him and one for her.
enum TaleKin {
  private typealias Rule = Grammar.Rule

  private static let isWoman = Grammar.Variable("kin's gender", count: 2)
  private static let he = Rule.match(isWoman) { ["he", "she"][$0] }, his = Rule.match(isWoman) { ["his", "her"][$0] }

  /// Each pair does what no other does.
  private static let family: [Rule] = [
    pair("uncle", "aunt", "came on a visit with \(his) \(TaleWords.look) trunk"),
    pair("brother", "sister", "played a game with \(his) \(TaleWords.look) dice"),
    pair("father", "mother", "baked bread in \(his) \(TaleWords.look) oven"),
    pair("son", "daughter", "slept in \(his) \(TaleWords.look) cradle"),
    pair("husband", "wife", "danced at \(his) \(TaleWords.look) wedding"),
    pair("nephew", "niece", "broke \(his) \(TaleWords.look) toy"),
    pair("grandfather", "grandmother", "knitted socks in \(his) \(TaleWords.look) armchair"),
  ]
  private static let strangers: [Rule] = [
    pair("king", "queen", "wore \(his) \(TaleWords.look) crown on a throne"),
    pair("prince", "princess", "fled from \(his) \(TaleWords.look) dragon"),
    pair("lord", "lady", "feasted in \(his) \(TaleWords.look) hall"),
    pair("man", "woman", "grew old in \(his) \(TaleWords.look) cottage"),
    pair("boy", "girl", "learnt sums at \(his) \(TaleWords.look) desk"),
    pair("duke", "duchess", "fought a duel with \(his) \(TaleWords.look) pistol"),
  ]

  /// What someone of the hero's family did, or a stranger.
  static func sentence(of hero: TalePerson) -> Grammar.Rule {
    let who = Rule.choice(["\(hero.capitalHis) \(.choice(family))", "Once a \(TaleWords.mood) \(.choice(strangers))"])
    return .bind(isWoman, in: "\(who), and \(he) \(TaleWords.took) \(TaleWords.item).")
  }

  private static func pair(_ man: Rule, _ woman: Rule, _ deed: Rule) -> Rule {
    "\(.match(isWoman) { [man, woman][$0] }) \(deed)"
  }
}
