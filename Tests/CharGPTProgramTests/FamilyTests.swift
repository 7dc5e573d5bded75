import Foundation
import TestSupport
import Testing

struct FamilyTests {
  @Test(arguments: [
    ("gpt2", "1,557,611,200", "Radford"), ("gopher", "279,6", "Rae"), ("gpt3", "175.0B", "Brown"),
    ("llama", "32,528,943,616", "Touvron"), ("llama2", "6,738,415,616", "Touvron"),
    ("llama3", "8,030,261,248", "Grattafiori"),
  ])
  func aFamilyIsATableWithItsSource(_ family: String, _ count: String, _ author: String) throws {
    let program = try Program("char-gpt")
    defer { program.remove() }
    let result = try program("parameters", "--family", family)
    #expect(result.status == 0 && result.errors.isEmpty)
    #expect(result.output.contains(count) && result.output.contains(author), "\(result.output)")
  }

  @Test func theThreeTotalsAreNamed() throws {
    let program = try Program("char-gpt")
    defer { program.remove() }
    let answer = try object(program("parameters", "--family", "gpt2", "--json").output)
    let models = try #require(answer["models"] as? [[String: Any]])
    #expect(models.count == 4 && answer["family"] as? String == "gpt2")
    let totals = try #require(models[0]["totals"] as? [String: Int])
    #expect(totals == ["all": 163_037_184, "unique": 124_439_808, "without_embeddings": 85_056_000])
    #expect(models.allSatisfy { $0["is_as_published"] as? Bool == true })
    // The same totals of a model of one's own.
    let own = try object(program("parameters", "--preset", "gpt2", "--json").output)
    let ownTotals = try #require(own["totals"] as? [String: Int])
    #expect(ownTotals["unique"] == own["parameters"] as? Int && ownTotals["all"]! > ownTotals["unique"]!)
  }

  @Test(arguments: [
    WrongCommand("parameters --family gpt4", 64, "--family", "gpt2"),
    WrongCommand("parameters --family gpt2 --layers 3", 64, "--layers", "--family"),
    WrongCommand("parameters --family gpt2 --model run", 64, "--model", "--family"),
  ])
  func mistakesGetAClearMessage(_ command: WrongCommand) throws {
    let program = try Program("char-gpt")
    defer { program.remove() }
    try program.expectRefusal(command)
  }
}
