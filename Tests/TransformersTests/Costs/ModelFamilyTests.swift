import Testing
import Transformers

struct ModelFamilyTests {
  @Test func countsAreThoseOfThePublishedWeights() {
    let known = ModelFamily.allCases.flatMap(\.models).filter { $0.publishedCount != nil }
    #expect(known.count == 10)
    for model in known { #expect(model.totals.unique == model.publishedCount, "\(model.name)") }
    #expect(ModelFamily.gpt2.models.map(\.totals.unique) == [124_439_808, 354_823_168, 774_030_080, 1_557_611_200])
    #expect(ModelFamily.llama2.models[0].totals.unique == 6_738_415_616)
    #expect(ModelFamily.llama3.models[0].totals.unique == 8_030_261_248)
  }

  @Test(arguments: ModelFamily.allCases) func sizesAreThePublishedOnesOrTheDifferenceIsExplained(_ family: ModelFamily)
  {
    #expect(!family.models.isEmpty && !family.source.isEmpty && !family.remark.isEmpty)
    for model in family.models {
      #expect(model.isAsPublished || model.remark != nil, "\(model.name): \(model.totals.unique)")
    }
    let different = family.models.filter { !$0.isAsPublished }.map(\.name)
    let expected: [ModelFamily: [String]] = [
      .gpt3: ["Medium", "13B", "175B"], .llama: ["65B"], .llama2: ["70B"], .llama3: ["70B", "405B"],
    ]
    #expect(different == expected[family] ?? [])
  }

  @Test func roundingIsToTheDigitsThatAreWritten() throws {
    let models = ModelFamily.gopher.models
    #expect(models.map(\.published) == ["44M", "117M", "417M", "1.4B", "7.1B", "280B"])
    #expect(models.map { $0.totals.unique / 1_000_000 } == [43, 116, 417, 1374, 7110, 279_699])
    // A matrix of relative positions fewer, and the sizes are no longer the published ones.
    for model in models { #expect(!model.configuration.rounds(to: model)) }
  }

  @Test(arguments: ModelFamily.allCases) func aModelOfTheShapeHasAsManyParameters(_ family: ModelFamily) throws {
    for model in family.models {
      try model.configuration.validate()
      // The parameters take no memory until they are set.
      let gpt = GPT(model.configuration)
      let unique = gpt.namedParameters.reduce(0) { $0 + $1.parameter.count }
      #expect(unique == model.totals.unique - model.extraParameters, "\(model.name)")
    }
  }
}

extension GPTConfiguration {
  /// Whether the count without extra parameters is still within the rounding of the published one.
  fileprivate func rounds(to model: KnownModel) -> Bool {
    let unit = model.published.hasSuffix("B") ? 1e9 : 1e6
    let size = Double(model.published.dropLast()) ?? 0
    let place = model.published.contains(".") ? 0.1 : 1
    return (Double(parameterCount) / unit - size).magnitude <= place / 2
  }
}
