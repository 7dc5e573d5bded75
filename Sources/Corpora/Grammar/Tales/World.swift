/// The countries that tales, statements and conversations are about, and the facts about each of them.
///
///     let world = World.tales
///     world.countries[0].name                // "Ardova"
///     world.countries[0].facts[.capital]     // "Telmar"
///
/// A world is drawn from a seed (``init(countries:gaps:using:)``), so nobody can have read about it before: whatever a
/// model knows about it comes from the text that it was trained on.
public struct World: Equatable, Sendable {
  /// What a fact is about; the raw value is its name in texts.
  public enum Attribute: String, CaseIterable, Codable, Sendable {
    case capital, ruler, coin, river, language, dish
  }

  /// A country.
  public struct Country: Equatable, Sendable {
    /// Its name.
    public let name: String
    /// The title of its ruler: King or Queen.
    public let title: String
    /// The value of each attribute, in one word. An attribute that is missing here is never told in any text.
    public let facts: [Attribute: String]
    /// Who lives there: one who is called "he", one who is called "she", and a family called "they".
    public let people: [String]

    /// Whether all attributes are told.
    public var isComplete: Bool { facts.count == Attribute.allCases.count }

    /// The attributes that are told, in the order of ``Attribute``.
    public var attributes: [Attribute] { Attribute.allCases.filter { facts[$0] != nil } }

    /// Returns the value of an attribute as a sentence has it: "Queen Osra", "the daro"; nil if it is never told.
    public func phrase(_ attribute: Attribute) -> String? {
      facts[attribute].map { value in
        switch attribute {
        case .ruler: "\(title) \(value)"
        case .coin, .river: "the \(value)"
        default: value
        }
      }
    }
  }

  /// The countries, in the order in which they were drawn.
  public let countries: [Country]

  /// Returns the values that an attribute has in the countries other than one.
  public func rivals(of country: Country, _ attribute: Attribute) -> [String] {
    countries.filter { $0.name != country.name }.compactMap { $0.facts[attribute] }
  }

  /// The six countries of the tales in `data/generated.txt`.
  public static let tales: World = {
    // land, capital, river, ruler's title and name, language, dish, coin, and three people
    let rows = """
      Ardova    Telmar   Ishen   Queen  Osra    Sulic     brannet   daro    Bren   Sela   Dovrins
      Belmia    Corvan   Lunda   King   Hadek   Morrish   pellock   grint   Jorin  Vela   Corbys
      Cashur    Nidra    Tovel   Queen  Yelra   Hevran    tamba     lork    Zeru   Nema   Sharans
      Dremont   Halvik   Brenn   King   Udo     Frascan   gorsel    mant    Viggo  Hedda  Brandts
      Elvany    Sibor    Weska   Queen  Mavra   Ostan     fennick   zeld    Lucan  Elin   Rossins
      Forlund   Jaskel   Auro    King   Torvin  Gellic    kippin    rubek   Sven   Sunna  Haugens
      """
    return World(
      countries: rows.split(separator: "\n").map { row in
        let words = row.split(separator: " ").map(String.init)
        return Country(
          name: words[0], title: words[3],
          facts: [
            .capital: words[1], .river: words[2], .ruler: words[4], .language: words[5], .dish: words[6],
            .coin: words[7],
          ], people: Array(words[8...]))
      })
  }()

  /// Creates a world of these countries.
  init(countries: [Country]) { self.countries = countries }
}
