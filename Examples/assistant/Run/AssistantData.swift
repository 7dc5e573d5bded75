import Alignment
import Conversations
import Corpora
import Files
import Foundation
import Numerics
import Tokenizers
import Tuning

/// The texts of a run, all drawn from its seed.
struct AssistantData {
  /// The pretraining text, and how much information it has, in bits per character.
  let text: String
  let bitsPerCharacter: Double
  let world: World
  let sets: AssignmentSets
  /// Pairs to train a reward model with, and to test it with.
  let pairs: [PreferencePair], testPairs: [PreferencePair]
  /// The accuracy that a reward model can expect at best.
  let bayesAccuracy: Double
  /// The questions that models answer to be rewarded, and those on which they are judged.
  let prompts: [Assignment], judged: [Assignment]

  init(_ plan: AssistantPlan) {
    let seed = UInt64(plan.seed)
    var drawing = RandomGenerator(seed: seed)
    world = World(countries: plan.countries, gaps: plan.gaps, using: &drawing)
    var generator = RandomGenerator(seed: seed, stream: 0)
    let chronicle = Grammar.chronicle(of: world)
    var text = "", length = 0, bits = 0.0
    while length < plan.characters {
      let story = chronicle.story(using: &generator)
      text += story.text
      length += story.text.utf8.count
      bits += story.bits
    }
    (self.text, bitsPerCharacter) = (text, bits / Double(length))
    let sets = AssignmentSets(of: world, training: plan.examples, testing: plan.tests, seed: seed)
    self.sets = sets
    let preference = Conversations.Preference(noise: plan.noise)
    var source = PreferenceSource(sets.training, preference, seed: seed)
    pairs = source.pairs(plan.preferences)
    testPairs = source.pairs((plan.preferences + 1) / 2)
    bayesAccuracy = preference.bayesAccuracy(margins: testPairs.compactMap(\.margin))
    prompts = sets.training
    judged = ["held-out-phrasings", "unknown", "forbidden"].flatMap {
      sets.tests[$0] ?? []
    }
  }

  /// Trains the tokenizer on everything that the model will read, and reserves the tokens of conversations.
  func tokenizer(vocabulary: Int) throws -> any Tokenizer {
    let trainer = BytePairTrainer(splitting: .gpt2)
    trainer.add(text)
    trainer.add(sets.training.flatMap { $0.conversation.turns.map(\.content) }.joined(separator: "\n"))
    let reserved = ChatTemplate.tokenNames.count
    return try ChatTemplate.reserveTokens(in: trainer.tokenizer(vocabularySize: vocabulary - reserved))
  }
}
