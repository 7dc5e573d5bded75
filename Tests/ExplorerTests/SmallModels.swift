import Explorer
import Files
import Foundation
import LanguageModels
import Layers
import Numerics
import Tokenizers
import Transformers

/// A small model with random numbers that are far enough from 0 for every part to matter.
///
/// Its characters are the small letters, a space, a newline, a quotation mark, markup and an emoji.
func smallModel(
  _ preset: GPTPreset, seed: UInt64 = 9, change: (inout GPTConfiguration) -> Void = { _ in }
) -> SavedGPT {
  let tokenizer = CharacterTokenizer(text: "abcdefghijklmnopqrstuvwxyz \n\"'<>/!-=.&A🙂")
  var configuration = GPTConfiguration(
    vocabularySize: tokenizer.vocabularySize, contextLength: 20, layerCount: 2, headCount: 2, width: 24)
  preset.setParts(of: &configuration)
  configuration.memory?.rowBits = 8
  configuration.memory?.width = 8
  change(&configuration)
  let model = GPT(configuration)
  model.initialize(seed: 5)
  var generator = RandomGenerator(seed: seed)
  for parameter in model.parameters {
    for i in 0..<parameter.count { parameter.data[i] += 0.4 * (2 * generator.uniform() - 1) }
  }
  // In a memory, some rows were never updated: some in one of the two tables, and some in both.
  for table in model.memory?.tables ?? [] {
    let width = table.shape[1]
    for row in 0..<table.shape[0] where row % 3 == 0 {
      for i in 0..<width { table.data[row * width + i] = 0 }
    }
  }
  return SavedGPT(model: model, tokenizer: tokenizer)
}

/// What the Swift program writes after a prompt.
func written(_ saved: SavedGPT, after prompt: String, count: Int, _ sampler: Sampler, seed: UInt64) throws -> String {
  var generator = RandomGenerator(seed: seed)
  let start = try saved.tokenizer.encode(prompt.isEmpty ? "\n" : prompt)
  return saved.tokenizer.decode(
    try saved.model.generate(after: start, count: count, sampler: sampler, using: &generator))
}

/// Writes models of earlier steps into a folder.
func keep(_ saved: SavedGPT, steps: [Int], in folder: String) throws -> [KeptModel] {
  struct Record: Encodable { let model: GPTConfiguration }
  return try steps.map { step in
    let path = "\(folder)/\(step)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try writeFile(json: Record(model: saved.model.configuration), to: path + "/config.json")
    try saved.tokenizer.save(to: path + "/tokenizer.json")
    try saved.model.save(to: path + "/model.safetensors")
    return KeptModel(step: step, folder: path)
  }
}
