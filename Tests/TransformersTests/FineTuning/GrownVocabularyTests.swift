import Layers
import Tensors
import TestSupport
import Testing
import Transformers

struct GrownVocabularyTests {
  @Test(arguments: [true, false], [true, false]) func oldTokensKeepTheirLogits(isTied: Bool, hasValues: Bool) {
    var c = GPTConfiguration(vocabularySize: 7, contextLength: 8, layerCount: 2, headCount: 4, width: 16)
    (c.isTied, c.hasValueEmbeddings) = (isTied, hasValues)
    let model = GPT(c)
    fill(model)
    let grown = model.grown(by: 3, seed: 1), ids: [Int32] = [1, 2, 3, 4, 5]
    #expect(grown.configuration.vocabularySize == 10)
    #expect(grown.parameterCount == model.parameterCount + 3 * 16 * (isTied ? 1 : 2) + (hasValues ? 2 * 3 * 16 : 0))
    let (old, new) = (model.logits(ids, batchSize: 1), grown.logits(ids, batchSize: 1))
    expectSameBits(actual: new.slice(axis: 2, 0..<7).elements, expected: old.elements)
    // A new token is not the most likely one by far, and no two are the same.
    let rows = grown.tokenEmbedding.weight.detached()
    #expect(rows[7].elements != rows[8].elements && rows[8].elements != rows[9].elements)
    func largest(_ range: Range<Int>) -> Float { rows.slice(axis: 0, range).elements.map(abs).max()! }
    #expect(largest(7..<10) < 4 * largest(0..<7))
    #expect(grown.logits([7, 8, 9], batchSize: 1).isFinite)
  }

  @Test func theSeedDecides() {
    let model = GPT(GPTConfiguration(vocabularySize: 7, contextLength: 8, layerCount: 1, headCount: 2, width: 8))
    fill(model)
    func new(_ seed: UInt64) -> [Float] {
      Array(model.grown(by: 1, seed: seed).tokenEmbedding.weight.elements.suffix(8))
    }
    #expect(new(1) == new(1))
    #expect(new(1) != new(2))
    #expect(model.grown(by: 0, seed: 1).tokenEmbedding.weight.elements == model.tokenEmbedding.weight.elements)
  }
}
