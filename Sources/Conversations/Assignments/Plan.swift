import Corpora

/// Which facts and combinations are asked in training, and which only in tests.
struct Plan {
  /// A country and an attribute.
  struct Fact: Equatable {
    let country: World.Country
    let attribute: World.Attribute
    /// The value in one word, and as a sentence has it.
    let value: String, phrase: String

    /// Creates a fact; nil if it is never told.
    init?(_ country: World.Country, _ attribute: World.Attribute) {
      guard let value = country.facts[attribute], let phrase = country.phrase(attribute) else { return nil }
      (self.country, self.attribute, self.value, self.phrase) = (country, attribute, value, phrase)
    }
  }

  /// What "Tell me about ..." asks for.
  static let importantAttributes = [World.Attribute.capital, .ruler, .coin]

  /// Facts that training asks for, and facts that it never does: one of each country about which everything is told.
  let trained: [Fact], heldOut: [Fact]
  /// Facts that are never told; training asks for the first half of them.
  let trainedGaps: [(land: String, noun: String)], heldOutGaps: [(land: String, noun: String)]

  init(_ world: World) {
    let all = World.Attribute.allCases
    var trained: [Fact] = [], heldOut: [Fact] = []
    var gaps: [(land: String, noun: String)] = []
    for (number, country) in world.countries.enumerated() {
      for attribute in all {
        guard let fact = Fact(country, attribute) else {
          gaps.append((country.name, attribute.rawValue))
          continue
        }
        let isHeldOut = country.isComplete && all[number % all.count] == attribute
        if isHeldOut { heldOut.append(fact) } else { trained.append(fact) }
      }
    }
    (self.trained, self.heldOut) = (trained, heldOut)
    trainedGaps = Array(gaps.prefix((gaps.count + 1) / 2))
    heldOutGaps = Array(gaps.dropFirst((gaps.count + 1) / 2))
  }

  /// The countries about which training asks in general.
  func countriesAsked(_ world: World) -> [World.Country] {
    world.countries.filter { country in
      Self.importantAttributes.allSatisfy { attribute in
        trained.contains { $0.country.name == country.name && $0.attribute == attribute }
      }
    }
  }

  /// Pairs of trained facts of one country, in the order in which they are asked.
  var pairs: [(Fact, Fact)] {
    trained.flatMap { first in
      trained.filter { $0.country.name == first.country.name && $0.attribute != first.attribute }.map { (first, $0) }
    }
  }

  // Combinations that training never has, though it has each half.
  static func isHeldOut(_ form: Form, _ attribute: World.Attribute) -> Bool {
    form == .oneWord && attribute == .language || form == .capitals && attribute == .river
  }

  static func isHeldOut(choiceOf attribute: World.Attribute) -> Bool { attribute == .dish }

  static func isHeldOut(_ first: World.Attribute, _ second: World.Attribute) -> Bool {
    Set([first, second]) == [.coin, .river] || Set([first, second]) == [.capital, .language]
  }

  static func isHeldOut(silence attribute: World.Attribute) -> Bool { attribute == .ruler }
}
