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
  /// What the model is shown: the training assignments as people would answer them, now and then with a slip of manner.
  let demonstrations: [Conversation]
  /// How the judge prefers one of two answers.
  let preference: Conversations.Preference
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
    demonstrations = Self.demonstrations(of: sets.training, slips: plan.slips, seed: seed)
    preference = Conversations.Preference(noise: plan.noise)
    prompts = sets.training
    judged = ["held-out-phrasings", "unknown", "forbidden"].flatMap {
      sets.tests[$0] ?? []
    }
  }

  /// Returns the assignments with answers of which some are right but too long, or in another form than was asked for.
  ///
  /// Fine-tuning copies the slips as often as it has seen them; only preferences tell that they are worse.
  private static func demonstrations(of assignments: [Assignment], slips: Double, seed: UInt64) -> [Conversation] {
    var generator = RandomGenerator(seed: seed, stream: 50)
    return assignments.map { assignment in
      var conversation = assignment.conversation
      let isSlip = Double(generator.uniform()) < slips
      let others = assignment.answers(using: &generator).filter {
        $0 != assignment.answer && assignment.grade($0).isRight
      }
      // The next assignment gets the same numbers, whether this one slips or not.
      let place = generator.below(max(1, others.count))
      if isSlip, !others.isEmpty { conversation.turns[conversation.turns.count - 1].content = others[place] }
      return conversation
    }
  }

  /// Trains the tokenizer on everything that the model will read, and reserves the tokens of conversations.
  func tokenizer(vocabulary: Int) throws -> any Tokenizer {
    let trainer = BytePairTrainer(splitting: .gpt2)
    trainer.add(text)
    trainer.add(demonstrations.flatMap { $0.turns.map(\.content) }.joined(separator: "\n"))
    let reserved = ChatTemplate.tokenNames.count
    return try ChatTemplate.reserveTokens(in: trainer.tokenizer(vocabularySize: vocabulary - reserved))
  }
}
