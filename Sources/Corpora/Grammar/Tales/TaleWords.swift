/// The words that the tales choose from, and the small phrases made of them.
///
/// No word of a list is a prefix of another, and no word after "a" begins with a vowel. Words are short and quantities
/// are in digits, so each character carries a lot of information. The words of a list differ early, so there is little
/// spelling to learn, and what remains is grammar.
enum TaleWords {
  typealias Rule = Grammar.Rule

  static let state = Rule.words("big cold dry fine hot lost new pale red soft thin wet")
  static let stuff = Rule.words("blue clay felt gold horn jade lead mud pink silk tin white")
  static let mood = Rule.words("bold calm glad kind lame poor shy wise")
  static let trade = Rule.words("baker cook dyer guard maid nun poet rider")
  static let place = Rule.words("barn cave dock farm hill mill shop well")
  static let took = Rule.words("bought cut drew found got hid kept lost made owned sold took used won")
  static let near = Rule.words("at by near under")
  static let thing = Rule.words("bag cart doll fork hat jug key mat pot ring tent vase")

  /// Things with a verb of their own, which no other things share.
  private static let uses: [(used: Rule, thing: Rule)] = [
    ("lit", "lamp"), ("rang", "bell"), ("sailed", "boat"), ("beat", "drum"), ("flew", "kite"), ("read", "book"),
    ("wore", "coat"), ("milked", "goat"), ("cast", "net"), ("swung", "sword"),
  ]

  /// Returns a number of `digits` digits, all equally likely: "4157".
  static func number(digits: Int) -> Rule {
    .sequence([.words("1 2 3 4 5 6 7 8 9")] + Array(repeating: .words("0 1 2 3 4 5 6 7 8 9"), count: digits - 1))
  }

  /// A number of things, and the words that agree with it.
  struct Number {
    let quantity, s, was, isOrAre, it: Rule
    static let one = Number(quantity: "a ", s: "", was: "was", isOrAre: "is", it: "it")
    static let many = Number(quantity: "\(number(digits: 4)) ", s: "s", was: "were", isOrAre: "are", it: "them")
  }

  /// Returns a rule for one thing or for several.
  static func counted(_ rule: (Number) -> Rule) -> Rule { .choice([(1, rule(.one)), (3, rule(.many))]) }

  /// Returns a thing with its state, its material or both: "wet tin lamp".
  static func looking(_ thing: Rule) -> Rule {
    .choice([(1, "\(stuff) \(thing)"), (2, "\(state) \(thing)"), (4, "\(state) \(stuff) \(thing)")])
  }

  /// "a wet red hat", "4157 lost mats".
  static let item = counted { "\($0.quantity)\(looking("\(thing)\($0.s)"))" }
  /// "lit a wet lamp and sold it", "rang 4157 lost bells and sold them"; one thing is as likely as several.
  static let use = Rule.choice(
    uses.flatMap { use in
      [Number.one, .many].map {
        "\(use.used) \($0.quantity)\(state) \(use.thing)\($0.s) and \(took) \($0.it)"
      }
    })

  /// "lost mill".
  static let spot: Rule = "\(state) \(place)"
  /// "a kind baker".
  static let someone: Rule = "a \(mood) \(trade)"
}
