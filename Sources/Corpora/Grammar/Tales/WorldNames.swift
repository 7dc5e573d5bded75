import Files

extension World {
  /// Draws a world; the same generator yields the same world on every machine.
  ///
  ///     var generator = RandomGenerator(seed: 1337)
  ///     let world = World(countries: 16, gaps: 4, using: &generator)
  ///
  /// No name is the beginning of another, so a text about the world can be read in only one way.
  ///
  /// - Parameters:
  ///   - count: the number of countries, from 2 to 100.
  ///   - gaps: how many of them, the last ones, have two facts that are never told. No tale takes place there.
  public init(countries count: Int, gaps: Int = 0, using generator: inout some RandomNumberGenerator) {
    require((2...100).contains(count) && (0...count - 2).contains(gaps), "World: \(count) countries, \(gaps) with gaps")
    var names = WorldNames()
    let all = Attribute.allCases
    self.init(
      countries: (0..<count).map { number in
        let name = names.draw(.country, using: &generator)
        let title = generator.below(2) == 0 ? "King" : "Queen"
        var facts: [Attribute: String] = [:]
        for attribute in all { facts[attribute] = names.draw(.attribute(attribute), using: &generator) }
        let people = [.man, .woman, .family].map { names.draw($0, using: &generator) }
        if number >= count - gaps {
          // The gaps move on from country to country, so every attribute has about as many of them.
          let first = 2 * (number - count + gaps)
          for gap in [first, first + 1] { facts[all[gap % all.count]] = nil }
        }
        return Country(name: name, title: title, facts: facts, people: people)
      })
  }

  /// Draws names of countries that this world does not have, all different.
  public func strangers(_ count: Int, using generator: inout some RandomNumberGenerator) -> [String] {
    var names = WorldNames(taken: countries.flatMap { [$0.name] + $0.facts.values + $0.people })
    return (0..<count).map { _ in names.draw(.country, using: &generator) }
  }
}

/// Invented names, none of which is the beginning of another.
struct WorldNames {
  /// What is named.
  enum Kind {
    case country, attribute(World.Attribute), man, woman, family

    /// How a name of the kind can end. The last syllable tells kinds apart, as in "Sulic" or "Belmia".
    fileprivate var endings: [String] {
      switch self {
      case .country: ["ia", "ova", "und", "mont", "any", "ur", "land", "esh"]
      case .attribute(.capital): ["mar", "van", "vik", "bor", "kel", "dra", "ton", "grad"]
      case .attribute(.ruler): ["ra", "ek", "do", "vin", "sa", "gan"]
      case .attribute(.coin): ["ro", "int", "ork", "ek", "ald"]
      case .attribute(.river): ["en", "da", "vel", "na", "ska", "ow"]
      case .attribute(.language): ["ic", "ish", "an", "ese"]
      case .attribute(.dish): ["net", "ock", "ba", "sel", "in"]
      case .man: ["o", "us", "en", "ik"]
      case .woman: ["a", "elle", "ine", "y"]
      case .family: ["ins", "ers", "ells"]
      }
    }

    fileprivate var isCapitalized: Bool {
      switch self {
      case .attribute(.coin), .attribute(.dish): false
      default: true
      }
    }
  }

  private var taken: Set<String> = []
  /// All beginnings of the names in `taken`, themselves included.
  private var beginnings: Set<String> = []

  init(taken: [String] = []) {
    for name in taken { take(name.lowercased()) }
  }

  private mutating func take(_ name: String) {
    taken.insert(name)
    beginnings.formUnion(name.indices.map { String(name[...$0]) })
  }

  /// Draws a name that has not been drawn yet.
  mutating func draw(_ kind: Kind, using generator: inout some RandomNumberGenerator) -> String {
    while true {
      var name = ""
      func add(_ choices: [String]) { name += choices[generator.below(choices.count)] }
      add(Self.onsets)
      add(Self.vowels)
      add(Self.codas)
      // Short names are easier to learn, but for a hundred countries they do not suffice.
      if generator.below(8) == 0 {
        add(Self.vowels)
        add(Self.codas)
      }
      add(kind.endings)
      guard !beginnings.contains(name), !name.indices.contains(where: { taken.contains(String(name[...$0])) }) else {
        continue
      }
      take(name)
      return kind.isCapitalized ? name.prefix(1).uppercased() + name.dropFirst() : name
    }
  }

  // The letters that could run into the first letter of an ending ("tt") are left to the onsets.
  private static let onsets = [
    "b", "d", "f", "g", "h", "j", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z", "br", "dr", "gr", "kr", "tr",
    "pl", "st",
  ]
  private static let vowels = ["a", "e", "i", "o", "u"]
  private static let codas = ["b", "d", "f", "g", "l", "m", "n", "p", "r", "t", "v", "z"]
}

extension RandomNumberGenerator {
  /// Returns a random integer below `count`, with integer arithmetic only, in the same way as random batches.
  mutating func below(_ count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }
}
