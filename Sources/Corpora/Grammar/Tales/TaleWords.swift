/// The words among which the tales choose, and the small phrases made of them.
///
/// In no list is one word the beginning of another, and after "a" none begins with a vowel.
enum TaleWords {
  typealias Rule = Grammar.Rule

  static let look = Rule.words(
    """
    red blue green grey white black brown pink round flat long short small large heavy soft rough clean dusty wet dry new
    worn plain fine cheap rare sharp bent broken dirty shiny strange pretty hollow smooth thick thin tiny huge dull bright
    warm cold damp cracked golden silver wooden striped
    """)
  static let mood = Rule.words(
    """
    young kind bold calm poor rich wise glad sad proud brave grim merry quiet loud neat vain mild stern blind lame deaf
    gruff plump clever gentle lazy busy lucky greedy jolly lonely nervous patient polite rude shy silly sly strict timid
    tired weary humble
    """)
  static let trade = Rule.words(
    """
    baker barber brewer butcher carter clerk cobbler cook cooper dancer doctor dyer farmer fisher gardener glazier guard
    hunter judge joiner mason miller monk nurse painter piper poet porter potter priest sailor scribe shepherd singer smith
    soldier tailor tanner teacher weaver
    """)
  static let place = Rule.words(
    """
    bridge market mill tavern harbour square tower forest garden church school well hill lake field barn cave forge road
    wall ferry meadow palace castle library prison bakery stable village fountain chapel beach cliff dock farm quarry
    """)
  static let took = Rule.words(
    """
    bought sold found lost took brought kept hid mended wanted saw stole shared washed packed dropped needed borrowed loved
    hated chose counted dragged fetched gathered grabbed held lent missed moved named praised cleaned begged drew guarded
    """)
  static let went = Rule.words(
    "walked ran rode hurried limped marched crept strolled wandered rushed raced went drifted skipped stumbled climbed")
  static let near = Rule.words("near behind under beside past beyond inside outside before by")
  static let number = Rule.choice(
    "two three four five six seven eight nine ten twelve fifteen twenty thirty forty fifty sixty".split(separator: " ")
      .map { "\(Rule(stringLiteral: String($0))) " })
  static let month = Rule.words("January February March April May June July August September October November December")
  static let weather = Rule.words("cold warm wet dry foggy windy sunny stormy snowy cloudy")
  static let hour = Rule.words("morning evening night noon day")

  /// What one has, and what one does with it.
  static let things: [(name: Rule, used: Rule)] = thingTable.split(whereSeparator: \.isNewline).flatMap {
    $0.split(separator: ",").map { pair in
      let words = pair.split(separator: " ")
      return (Rule(stringLiteral: String(words[0])), Rule(stringLiteral: words[1...].joined(separator: " ")))
    }
  }
  static let thing = Rule.choice(things.map(\.name))

  private static let thingTable = """
    lamp lit, key turned, bell rang, boat rowed, drum beat, kite flew, cart pushed, coat brushed, letter read
    cup filled, rope tied, nail hammered, book opened, hat wore, boot laced, shirt sewed, ring polished, sword swung
    net cast, sack carried, barrel rolled, pie baked, pear peeled, goat milked, hen fed, horse saddled, dog petted
    cat stroked, lamb sheared, pig chased, pot stirred, pan scrubbed, plate dried, spoon licked, chair carved, table laid
    bed made, door shut, window wiped, bench varnished, gate locked, fence climbed, flute played, fiddle tuned
    harp plucked, candle snuffed, mirror tilted, basket wove, blanket folded, ladder leaned, spade dug with, seed sowed
    rose picked, tree felled, log split, stone threw, map unrolled, clock wound, wheel spun, tent pitched, flag waved
    mast raised, sail hoisted, stamp pasted
    """

  /// A number of things, and the words that agree with it.
  struct Number {
    let quantity, s, was, isOrAre, it: Rule
    static let one = Number(quantity: "a ", s: "", was: "was", isOrAre: "is", it: "it")
    static let many = Number(quantity: number, s: "s", was: "were", isOrAre: "are", it: "them")
  }

  /// A rule for one thing or for several.
  static func counted(_ rule: (Number) -> Rule) -> Rule { .choice([(2, rule(.one)), (3, rule(.many))]) }

  /// "a red lamp", "seven worn boots".
  static let item = counted { "\($0.quantity)\(look) \(thing)\($0.s)" }
}
