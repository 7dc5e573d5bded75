/// The countries of a world as rules of the tales: wherever a tale names a fact, it is one of the tale's own country.
struct TaleWorld {
  /// The country that a tale is about: one of those about which everything is told.
  let country: Grammar.Variable
  private let countries: [World.Country]

  init(_ world: World) {
    countries = world.countries.filter(\.isComplete)
    country = Grammar.Variable("country", count: countries.count)
  }

  var land: Grammar.Rule { each(\.name) }
  var capital: Grammar.Rule { fact(.capital) }
  var river: Grammar.Rule { fact(.river) }
  var title: Grammar.Rule { each(\.title) }
  var ruler: Grammar.Rule { fact(.ruler) }
  var language: Grammar.Rule { fact(.language) }
  var dish: Grammar.Rule { fact(.dish) }
  var coin: Grammar.Rule { fact(.coin) }
  /// "52416 daros": a price in the coin of the country.
  var price: Grammar.Rule { "\(TaleWords.number(digits: 5)) \(coin)s" }
  /// "4157 wet mats for 52416 daros".
  var bargain: Grammar.Rule { "\(TaleWords.item) for \(price)" }

  /// The name of someone in the country of the tale.
  func name(of person: Grammar.Variable) -> Grammar.Rule {
    .match(country) { land in .match(person) { Grammar.Rule(stringLiteral: countries[land].people[$0]) } }
  }

  private func fact(_ attribute: World.Attribute) -> Grammar.Rule { each { $0.facts[attribute] ?? "" } }

  private func each(_ text: (World.Country) -> String) -> Grammar.Rule {
    .match(country) { Grammar.Rule(stringLiteral: text(countries[$0])) }
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

  init(_ name: String, in world: TaleWorld) {
    let variable = Grammar.Variable(name, count: 3)
    self.variable = variable
    func form(_ he: Grammar.Rule, _ she: Grammar.Rule, _ they: Grammar.Rule) -> Grammar.Rule {
      .match(variable) { [he, she, they][$0] }
    }
    let bare = world.name(of: variable)
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
