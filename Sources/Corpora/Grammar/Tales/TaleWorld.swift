/// The countries of the tales and the people who live there, all invented.
enum TaleWorld {
  /// The country that a tale is about.
  static let country = Grammar.Variable("country", count: facts.count)

  static let land = fact(0), capital = fact(1), river = fact(2), title = fact(3), ruler = fact(4), language = fact(5)
  static let dish = fact(6), coin = fact(7)
  /// "52416 daros": a price in the coin of the country.
  static let price: Grammar.Rule = "\(TaleWords.number(digits: 5)) \(coin)s"
  /// "4157 wet mats for 52416 daros".
  static let bargain: Grammar.Rule = "\(TaleWords.item) for \(price)"

  /// The name of someone in the country of the tale.
  static func name(of person: Grammar.Variable) -> Grammar.Rule {
    .match(country) { land in .match(person) { Grammar.Rule(stringLiteral: names[land][$0]) } }
  }

  private static func fact(_ column: Int) -> Grammar.Rule {
    .match(country) { Grammar.Rule(stringLiteral: facts[$0][column]) }
  }

  // land, capital, river, ruler's title and name, language, dish, coin
  private static let facts = table(
    """
    Ardova    Telmar   Ishen   Queen  Osra    Sulic     brannet   daro
    Belmia    Corvan   Lunda   King   Hadek   Morrish   pellock   grint
    Cashur    Nidra    Tovel   Queen  Yelra   Hevran    tamba     lork
    Dremont   Halvik   Brenn   King   Udo     Frascan   gorsel    mant
    Elvany    Sibor    Weska   Queen  Mavra   Ostan     fennick   zeld
    Forlund   Jaskel   Auro    King   Torvin  Gellic    kippin    rubek
    """)

  // Per country: one who is called "he", one who is called "she", and a family called "they".
  private static let names = table(
    """
    Bren   Sela   Dovrins
    Jorin  Vela   Corbys
    Zeru   Nema   Sharans
    Viggo  Hedda  Brandts
    Lucan  Elin   Rossins
    Sven   Sunna  Haugens
    """)

  private static func table(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }
}

/// A person of a tale, or a family, and the words that agree with them.
struct TalePerson {
  /// Which one it is: the first is called "he", the second "she", and the last is a family.
  let variable: Grammar.Variable

  /// The name, within a sentence and at its beginning.
  let name: Grammar.Rule, capitalName: Grammar.Rule
  let he, capitalHe, was, has: Grammar.Rule
  /// The ending of a verb in the present tense.
  let s: Grammar.Rule

  init(_ name: String) {
    let variable = Grammar.Variable(name, count: 3)
    self.variable = variable
    func form(_ he: Grammar.Rule, _ she: Grammar.Rule, _ they: Grammar.Rule) -> Grammar.Rule {
      .match(variable) { [he, she, they][$0] }
    }
    let bare = TaleWorld.name(of: variable)
    self.name = form(bare, bare, "the \(bare)")
    capitalName = form(bare, bare, "The \(bare)")
    (he, capitalHe) = (form("he", "she", "they"), form("He", "She", "They"))
    (was, has) = (form("was", "was", "were"), form("has", "has", "have"))
    s = form("s", "s", "")
  }

  /// One rule for a single person, another for a family.
  func match(one: Grammar.Rule, family: Grammar.Rule) -> Grammar.Rule {
    .match(variable) { $0 < 2 ? one : family }
  }
}
