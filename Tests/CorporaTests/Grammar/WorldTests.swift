import Testing

@testable import Corpora

struct WorldTests {
  private func world(seed: UInt64, countries: Int = 16, gaps: Int = 4) -> World {
    var generator = SplitMix(state: seed)
    return World(countries: countries, gaps: gaps, using: &generator)
  }

  private func names(_ world: World) -> [String] {
    world.countries.flatMap { country in
      [country.name] + World.Attribute.allCases.compactMap { country.facts[$0] } + country.people
    }.map { $0.lowercased() }
  }

  @Test func theSameSeedGivesTheSameWorld() {
    #expect(world(seed: 1) == world(seed: 1) && world(seed: 1) != world(seed: 2))
    #expect(world(seed: 1).countries.count == 16)
  }

  @Test func noNameIsTheBeginningOfAnotherOrAWordOfTheTales() {
    var generator = SplitMix(state: 1)
    let ordinary = Set(
      (0..<300).flatMap { _ in
        Grammar.tales.story(using: &generator).text.lowercased().split { !$0.isLetter }.map(String.init)
      })
    for seed in 0..<20 {
      let names = names(world(seed: UInt64(seed), countries: seed == 0 ? 100 : 16))
      for (i, name) in names.enumerated() {
        #expect(!names.indices.contains { $0 != i && names[$0].hasPrefix(name) }, "\(name)")
        #expect(!ordinary.contains(name), "\(name)")
      }
    }
  }

  @Test func theLastCountriesHaveTwoGapsEach() {
    let countries = world(seed: 3).countries
    #expect(countries.prefix(12).allSatisfy { $0.isComplete })
    #expect(countries.suffix(4).allSatisfy { $0.facts.count == 4 && $0.attributes.count == 4 })
    let gaps = countries.suffix(4).map { country in World.Attribute.allCases.filter { country.facts[$0] == nil } }
    #expect(Set(gaps.joined()).count == 6)
  }

  @Test func rivalsAreTheOtherValuesOfTheAttribute() {
    let ardova = World.tales.countries[0]
    #expect(World.tales.rivals(of: ardova, .coin) == ["grint", "lork", "mant", "zeld", "rubek"])
    #expect(ardova.phrase(.ruler) == "Queen Osra" && ardova.phrase(.coin) == "the daro")
  }

  @Test func strangersAreUnknownAndDifferent() {
    let world = world(seed: 4)
    var generator = SplitMix(state: 9)
    let strangers = world.strangers(500, using: &generator)
    #expect(Set(strangers).count == 500 && Set(strangers).isDisjoint(with: world.countries.map(\.name)))
  }
}
