/// The countries of the tales, and who lives there. All of it is invented.
enum TaleWorld {
  /// Which country a tale is about.
  static let country = Grammar.Variable("country", count: facts.count)

  static let land = fact(0), capital = fact(1), river = fact(2), ruler = fact(4), language = fact(5)
  static let dish = fact(6), coin = fact(7)
  /// The ruler's title, and other words that follow from it.
  static let title = byRuler(king: "King", queen: "Queen"), smallTitle = byRuler(king: "king", queen: "queen")
  static let rulerHe = byRuler(king: "he", queen: "she"), rulerHis = byRuler(king: "his", queen: "her")
  static let rulerMan = byRuler(king: "man", queen: "woman")

  /// The name of someone in the country of the tale.
  static func name(of person: Grammar.Variable) -> Grammar.Rule {
    .match(country) { land in .match(person) { Grammar.Rule(stringLiteral: names[land][$0]) } }
  }

  private static func fact(_ column: Int) -> Grammar.Rule {
    .match(country) { Grammar.Rule(stringLiteral: facts[$0][column]) }
  }

  private static func byRuler(king: Grammar.Rule, queen: Grammar.Rule) -> Grammar.Rule {
    .match(country) { facts[$0][3] == "king" ? king : queen }
  }

  // land, capital, river, ruler's title and name, language, dish, coin
  private static let facts = table(
    """
    Ardova    Telmar   Ishen   queen  Osra    Sulic     brannet   daro
    Belmia    Corvan   Lunda   king   Hadek   Morrish   pellock   grint
    Cashur    Nidra    Tovel   queen  Yelra   Hevran    tamba     lork
    Dremont   Halvik   Brenn   king   Udo     Frascan   gorsel    mant
    Elvany    Sibor    Weska   queen  Mavra   Ostan     fennick   zeld
    Forlund   Jaskel   Auro    king   Torvin  Gellic    kippin    rubek
    Galdera   Pirrin   Emba    queen  Liora   Tarkic    sholl     venga
    Hestria   Zolden   Raddow  king   Bertok  Lusan     durrock   tolla
    Jorvania  Vexley   Navik   queen  Ilka    Yarish    quarn     skell
    Kelmark   Dunvar   Gorrin  king   Aldus   Druskan   joppin    plim
    """)

  // Two who are called he, two who are called she, and a family who are called they.
  private static let names = table(
    """
    Bren   Tolan  Sela   Mirra  Dovrins
    Jorin  Pask   Vela   Tilda  Corbys
    Zeru   Kalo   Nema   Ishta  Sharans
    Viggo  Stig   Hedda  Lotte  Brandts
    Lucan  Nico   Elin   Olwen  Rossins
    Sven   Arne   Sunna  Freya  Haugens
    Taro   Basko  Zora   Lida   Kostrels
    Otto   Emil   Berta  Klara  Kellers
    Janko  Milo   Dana   Vesna  Rakics
    Rory   Colm   Isla   Moira  Doylans
    """)

  private static func table(_ text: String) -> [[String]] {
    text.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
  }
}

/// A person of a tale, or a family, and the words that agree with them.
struct TalePerson {
  /// Who it is: the first two are called he, the next two she, the last is a family.
  let variable: Grammar.Variable

  /// The name, within a sentence and at its beginning.
  let name: Grammar.Rule, capitalName: Grammar.Rule
  let he, capitalHe, him, his, capitalHis, himself, was, has: Grammar.Rule
  /// Goes on the verb in the present tense.
  let s: Grammar.Rule

  init(_ name: String) {
    let variable = Grammar.Variable(name, count: 5)
    self.variable = variable
    func form(_ he: Grammar.Rule, _ she: Grammar.Rule, _ they: Grammar.Rule) -> Grammar.Rule {
      .match(variable) { $0 < 2 ? he : $0 < 4 ? she : they }
    }
    let bare = TaleWorld.name(of: variable)
    self.name = form(bare, bare, "the \(bare)")
    capitalName = form(bare, bare, "The \(bare)")
    (he, capitalHe) = (form("he", "she", "they"), form("He", "She", "They"))
    (him, himself) = (form("him", "her", "them"), form("himself", "herself", "themselves"))
    (his, capitalHis) = (form("his", "her", "their"), form("His", "Her", "Their"))
    (was, has) = (form("was", "was", "were"), form("has", "has", "have"))
    s = form("s", "s", "")
  }

  /// One rule for a single person, another for a family.
  func match(one: Grammar.Rule, family: Grammar.Rule) -> Grammar.Rule {
    .match(variable) { $0 < 4 ? one : family }
  }
}
