extension Grammar {
  /// The grammar of `data/generated.txt`: tales that each take place in one country, with its people, their things and
  /// their talk.
  public static let tales: Grammar = {
    let (hero, friend) = (TalePerson("hero"), TalePerson("friend"))
    let story: Rule =
      "\(TaleWorld.opening(hero))\(TaleEvents(hero: hero, friend: friend).line)\(TaleTalk(hero: hero, friend: friend).line)"
    return Grammar(
      story: .bind(
        TaleWorld.country, in: .bind(hero.variable, in: .bind(friend.variable, except: hero.variable, in: story))))
  }()
}

extension Grammar.Rule {
  /// A line of `count` sentences, separated by spaces.
  static func line(of sentence: Self, _ count: ClosedRange<Int>) -> Self {
    var rest: Self = "\(sentence)\n"
    for made in (1..<count.upperBound).reversed() {
      rest = made < count.lowerBound ? "\(sentence) \(rest)" : "\(sentence)\(.choice([" \(rest)", "\n"]))"
    }
    return rest
  }
}
