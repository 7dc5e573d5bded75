/// The words among which the tales choose, and the small phrases made of them.
///
/// In no list is one word the beginning of another, and after "a" none begins with a vowel. The words are short: so a
/// character carries much.
enum TaleWords {
  typealias Rule = Grammar.Rule

  static let state = Rule.words(
    """
    new big wet dry hot cold warm flat long wide deep thin fine soft hard neat worn torn damp dull huge tiny tall dark pale
    rare good bad fair fake real safe weak tough heavy light rough clean dusty shiny dirty muddy rusty sharp plain cheap
    small large round short
    """)
  static let stuff = Rule.words(
    """
    red blue green grey white black brown pink tan gold lilac beige yellow rosy tin clay wool silk glass straw paper lead
    steel cork felt jade brass linen bone fur
    """)
  static let mood = Rule.words(
    """
    kind bold calm poor rich wise glad sad proud brave grim merry quiet loud vain mild stern blind lame deaf gruff plump
    lazy busy lucky jolly rude shy silly sly timid tired weary fierce frank cross sober young cruel meek moody noble
    """)
  static let trade = Rule.words(
    """
    baker clerk cook cooper dancer dyer farmer fisher guard hunter joiner judge knight maid mason miller monk nun nurse page
    piper pilot poet porter potter priest rider sailor scribe singer smith squire tailor tanner tutor valet vicar waiter
    weaver
    """)
  static let place = Rule.words(
    """
    bridge market mill inn port square tower wood garden church school well hill lake field barn cave forge road wall ferry
    park camp mine pond shop tomb vault yard abbey bank bay beach cliff dock farm hut moor pier
    """)
  static let took = Rule.words(
    """
    bought sold found lost took brought kept hid mended wanted saw stole shared washed packed dropped needed loved hated
    chose counted dragged fetched grabbed held lent missed moved named praised cleaned begged drew burnt broke caught cut
    fixed got hung liked made owned picked pawned pulled pushed saved sent smelt sought used won cursed kissed lifted shook
    traded
    """)
  static let went = Rule.words(
    "walked ran rode hurried limped marched crept rushed raced went came sped swam sailed jogged hiked drove")
  static let near = Rule.words("near by past under behind beside before beyond in at")
  static let number = Rule.choice(
    "two three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty sixty".split(separator: " ")
      .map { "\(Rule(stringLiteral: String($0))) " })

  static let thing = Rule.words(
    """
    key cart letter rope nail hat shirt ring sack pear horse dog cat lamb pig pot pan plate spoon chair table bed door gate fence flute candle mirror ladder rose log stone map wheel mast sail stamp bag ball belt bowl broom brick cane card
    chain comb doll fan fork gem gown jug bucket cap cloak glove jar kettle lid mug nut pen pillow rake rug
    shawl shoe harp clock flag tree
    """)

  /// Things that one does with as with no others, and what that is.
  private static let uses: [(used: Rule, thing: Rule)] = [
    ("lit", "lamp"), ("rang", "bell"), ("rowed", "boat"), ("beat", "drum"), ("flew", "kite"), ("wore", "coat"),
    ("read", "book"), ("filled", "cup"), ("swung", "sword"), ("cast", "net"), ("baked", "pie"), ("milked", "goat"),
  ]

  /// A number of things, and the words that agree with it.
  struct Number {
    let quantity, s, was, isOrAre, it: Rule
    static let one = Number(quantity: "a ", s: "", was: "was", isOrAre: "is", it: "it")
    static let many = Number(quantity: number, s: "s", was: "were", isOrAre: "are", it: "them")
  }

  /// A rule for one thing or for several.
  static func counted(_ rule: (Number) -> Rule) -> Rule { .choice([(2, rule(.one)), (3, rule(.many))]) }

  /// What things are like and made of, and then what they are: "wet tin lamp".
  static func looking(_ thing: Rule) -> Rule {
    .choice([(1, "\(stuff) \(thing)"), (2, "\(state) \(thing)"), (4, "\(state) \(stuff) \(thing)")])
  }

  /// "a wet red hat", "seven worn gates".
  static let item = counted(of: thing)
  /// "lit a wet lamp and sold it", "rang seven worn bells and sold them".
  static let use = Rule.choice(
    uses.map { use in counted { "\(use.used) \($0.quantity)\(state) \(use.thing)\($0.s) and \(took) \($0.it)" } })

  /// One or several of a thing.
  private static func counted(of thing: Rule) -> Rule { counted { "\($0.quantity)\(looking("\(thing)\($0.s)"))" } }

  /// "old mill".
  static let spot: Rule = "\(state) \(place)"
  /// "a kind baker".
  static let someone: Rule = "a \(mood) \(trade)"
}
