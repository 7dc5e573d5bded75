extension Grammar {
  /// The grammar of `data/generated.txt`: tales that each take place in one country, with its people, their things and
  /// their talk.
  public static let tales = tales(of: .tales)

  /// Tales that take place in the countries of a world about which everything is told.
  public static func tales(of world: World) -> Grammar { Grammar(story: .tale(in: TaleWorld(world))) }
}

extension Grammar.Rule {
  /// A tale.
  static func tale(in world: TaleWorld) -> Self {
    let (hero, friend) = (TalePerson("hero", in: world), TalePerson("friend", in: world))
    let events = TaleEvents(world: world, hero: hero, friend: friend)
    let talk = TaleTalk(world: world, hero: hero, friend: friend)
    return .bind(
      world.country,
      in: .bind(
        hero.variable,
        in: .bind(friend.variable, except: hero.variable, in: "\(world.opening(hero))\(events.line)\(talk.line)")))
  }

  /// A line of `count` sentences, separated by spaces.
  static func line(of sentence: Self, _ count: ClosedRange<Int>) -> Self {
    var rest: Self = "\(sentence)\n"
    for made in (1..<count.upperBound).reversed() {
      rest = made < count.lowerBound ? "\(sentence) \(rest)" : "\(sentence)\(.choice([" \(rest)", "\n"]))"
    }
    return rest
  }
}
