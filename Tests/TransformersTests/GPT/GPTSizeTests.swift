import Testing
import Transformers

@Test(arguments: GPTSize.allCases) func everyPresetMakesAModel(_ preset: GPTSize) throws {
  let configuration = preset.configuration(vocabularySize: 65)
  try configuration.validate()
  #expect(configuration.vocabularySize == 65 && configuration.hasBiases)
  #expect(preset.sizes.batch > 0)
}

@Test func theSmallPresetHasTheSizesInTheReadme() {
  #expect(
    GPTSize.small.configuration(vocabularySize: 65)
      == GPTConfiguration(vocabularySize: 65, contextLength: 64, layerCount: 4, headCount: 4, width: 128))
}
