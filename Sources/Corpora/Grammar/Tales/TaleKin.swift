/// Words for people that come in pairs, one for him and one for her.
enum TaleKin {
  private typealias Rule = Grammar.Rule

  private static let isWoman = Grammar.Variable("kin's gender", count: 2)
  private static let he = byGender("he", "she")
  private static let his = byGender("his", "her")

  /// Each pair does what no other does.
  private static let family: [Rule] = [
    pair("uncle", "aunt", "donned \(his) mask"), pair("brother", "sister", "rattled \(his) dice"),
    pair("father", "mother", "stoked \(his) oven"), pair("son", "daughter", "outgrew \(his) cradle"),
    pair("husband", "wife", "danced \(his) waltz"), pair("nephew", "niece", "smashed \(his) toy"),
  ]
  private static let strangers: [Rule] = [
    pair("king", "queen", "straightened \(his) crown"), pair("prince", "princess", "fought \(his) dragon"),
    pair("man", "woman", "swept \(his) cottage"), pair("boy", "girl", "learnt \(his) sums"),
  ]

  /// What someone at home did, or a stranger.
  static let sentence: Grammar.Rule = {
    let who = Rule.choice([
      (3, "At home the \(.choice(family))"), (2, "Once a \(TaleWords.mood) \(.choice(strangers))"),
    ])
    return .bind(isWoman, in: "\(who), so \(he) \(TaleWords.took) \(TaleWords.item).")
  }()

  private static func pair(_ man: Rule, _ woman: Rule, _ deed: Rule) -> Rule { "\(byGender(man, woman)) \(deed)" }

  private static func byGender(_ man: Rule, _ woman: Rule) -> Rule { .match(isWoman) { $0 == 0 ? man : woman } }
}
