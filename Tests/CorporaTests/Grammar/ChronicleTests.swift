import Testing

@testable import Corpora

struct ChronicleTests {
  private let world = {
    var generator = SplitMix(state: 3)
    return World(countries: 8, gaps: 2, using: &generator)
  }()

  private func stories(_ count: Int) -> [Grammar.Story] {
    var generator = SplitMix(state: 5)
    let chronicle = Grammar.chronicle(of: world)
    return (0..<count).map { _ in chronicle.story(using: &generator) }
  }

  @Test func everyStoryHasOneDerivationWithTheBitsItWasDrawnWith() throws {
    let stories = stories(1000)
    let information = try Grammar.TextInformation(
      of: stories.map(\.text).joined(), by: .chronicle(of: world), path: "")
    #expect(information.stories.count == stories.count)
    for (read, drawn) in zip(information.stories, stories) { #expect(abs(read.bits - drawn.bits) < 1e-8) }
  }

  @Test func everyFactIsToldInSixWordingsAndGapsInNone() {
    let text = stories(8000).map(\.text).joined()
    for country in world.countries {
      let statements = Grammar.statements(of: country)
      #expect(statements.count == 6 * country.facts.count && Set(statements).count == statements.count)
      for statement in statements { #expect(text.contains(statement), "\(statement)") }
      for gap in World.Attribute.allCases where country.facts[gap] == nil {
        #expect(!text.contains("The \(gap.rawValue) of \(country.name)"))
        #expect(!text.contains("\(country.name)? Its \(gap.rawValue)"))
      }
    }
  }

  @Test func noTaleTakesPlaceInACountryWithGaps() {
    let tales = stories(3000).map(\.text).filter { $0.contains("\" ") }
    #expect(tales.count > 500)
    for country in world.countries where !country.isComplete {
      #expect(!tales.contains { $0.contains(country.name) })
    }
  }

  @Test func someStoriesAreInCapitalsAndSomeAreLists() {
    let texts = stories(500).map(\.text)
    #expect(texts.count { $0.uppercased() == $0 } > 30 && texts.count { $0.contains("\n- ") } > 30)
    #expect(texts.allSatisfy { $0.hasSuffix("\n\n") && $0.utf8.allSatisfy { $0 == 10 || 32..<127 ~= $0 } })
  }
}
