import Layers
import Testing
import Transformers

struct ParameterTotalsTests {
  private func shape(_ preset: GPTPreset) -> GPTConfiguration {
    var shape = GPTConfiguration(vocabularySize: 17, contextLength: 9, layerCount: 3, headCount: 2, width: 12)
    preset.setParts(of: &shape)
    return shape
  }

  @Test func gpt2HasItsThreeKnownSizes() {
    let totals = ModelFamily.gpt2.models[0].totals
    #expect(totals == ParameterTotals(all: 163_037_184, unique: 124_439_808, withoutEmbeddings: 85_056_000))
  }

  @Test(arguments: GPTPreset.allCases, [true, false])
  func totalsAreThoseOfTheParametersByName(_ preset: GPTPreset, isTied: Bool) {
    var shape = shape(preset)
    shape.isTied = isTied
    let parameters = GPT(shape).namedParameters
    func count(where isCounted: (String) -> Bool) -> Int {
      parameters.filter { isCounted($0.name) }.reduce(0) { $0 + $1.parameter.count }
    }
    let totals = shape.parameterTotals
    #expect(totals.unique == count { _ in true })
    #expect(totals.all == count { _ in true } + (isTied ? 17 * 12 : 0))
    let tables = ["token.", "position.", "head.", "value", "memory."]
    let without = count { name in !tables.contains { name.hasPrefix($0) || name.contains(".\($0)") } }
    #expect(totals.withoutEmbeddings == without, "\(parameters.map(\.name))")
  }
}
