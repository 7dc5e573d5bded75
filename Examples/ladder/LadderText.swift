import Corpora
import Tokenizers

/// One text, split once: all models learn from the same characters and are judged by the same others.
///
/// This is what makes the figures comparable:
/// - a token is a character for every model, and the vocabulary is that of the whole text, as `char-gpt` has it;
/// - each model predicts each character of the last part exactly once, and nothing else: no sentence's end, and no
///   character is left out at the start of the part;
/// - each prediction may look back, also across the split: the n-grams on 0, 1 and 4 characters, the perceptron on 8; the GPT,
///   whose windows overlap by half, on at least half of its context, but for its first window;
/// - the n-gram models take a text for one sentence. What they reserve for its end and for unknown characters, which
///   the others do not know, is taken out, so that their probabilities of the characters too add up to 1.
struct LadderText {
  let record: TextRecord
  let tokenizer: CharacterTokenizer
  let tokens: [Int32]
  /// Where the last part begins.
  let heldOutStart: Int

  /// Reads a text and sets its last part aside.
  ///
  /// - Parameter context: the longest context of a model, for which each part must have room.
  init(_ path: String, lossy: Bool, validation: Double, context: Int) throws {
    let text = try readText(path, lossy: lossy)
    record = TextRecord(text, path: path)
    tokenizer = CharacterTokenizer(text: text)
    tokens = try tokenizer.encode(text)
    heldOutStart = try Split(tokens, validation: validation, context: context).validation.startIndex
  }

  var training: ArraySlice<Int32> { tokens[..<heldOutStart] }

  /// What a model's writing begins after: a new line, where the text has any.
  var newLine: [Int32] { [tokenizer.token(for: "\n") ?? tokens[0]] }
}
