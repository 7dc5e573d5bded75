/// Words for people that come in pairs, one male and one female.
enum TaleKin {
  private typealias Rule = Grammar.Rule

  private static let isWoman = Grammar.Variable("kin's gender", count: 2)
  private static let he = byGender("he", "she")
  private static let his = byGender("his", "her")

  /// Each pair does something that no other pair does.
  private static let pairs: [Rule] = [
    pair("king", "queen", "had \(his) crown mended"), pair("prince", "princess", "fought \(his) dragon"),
    pair("man", "woman", "swept \(his) stairs"), pair("boy", "girl", "learnt \(his) sums"),
    pair("nephew", "niece", "broke \(his) mirror"), pair("brother", "sister", "rolled \(his) dice"),
    pair("father", "mother", "stoked \(his) oven"), pair("son", "daughter", "danced \(his) jig"),
  ]

  /// A sentence about what one of them did.
  static func sentence(in world: TaleWorld) -> Grammar.Rule {
    .bind(isWoman, in: "Once a \(.choice(pairs)), and \(he) \(TaleWords.took) \(world.bargain).")
  }

  private static func pair(_ man: Rule, _ woman: Rule, _ deed: Rule) -> Rule { "\(byGender(man, woman)) \(deed)" }

  private static func byGender(_ man: Rule, _ woman: Rule) -> Rule { .match(isWoman) { $0 == 0 ? man : woman } }
}
