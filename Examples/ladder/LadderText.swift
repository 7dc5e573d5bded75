import Corpora
import Tokenizers

/// One text, split once: all models learn from the same characters and are evaluated on the same held-out characters.
///
/// The results are comparable for these reasons:
/// - a token is a character for every model, and the vocabulary is that of the whole text, as in `char-gpt`;
/// - each model predicts each character of the validation set exactly once and predicts nothing else: no end of a
///   sentence, and no character at the start of the set is left out;
/// - each prediction sees the characters before it, even across the split: the n-gram models see 0, 1 and 4 characters,
///   the perceptron 8; the recurrent models carry a state that has read at least 64; the GPT's windows overlap by half,
///   so it sees at least half of its context, except in its first window;
/// - the n-gram models treat the text as one sentence. The probability that they reserve for its end and for unknown
///   characters, which the other models do not have, is removed, so their probabilities of the characters also add up
///   to 1.
struct LadderText {
  let record: TextRecord
  let tokenizer: CharacterTokenizer
  let tokens: [Int32]
  /// The index of the first token of the validation set.
  let heldOutStart: Int
  /// The information in the validation set, in bits per character, if this project's grammar wrote the text: no model
  /// can need fewer, except by luck. Nil for any other text, because nobody knows the entropy of its source.
  let grammarFloor: Double?

  /// Whether this project's grammar wrote the text.
  var isGenerated: Bool { grammarFloor != nil }

  /// Reads a text and holds out its last part.
  ///
  /// - Parameter context: the longest context of any model; both parts must be long enough for it.
  init(_ path: String, lossy: Bool, validation: Double, context: Int) throws {
    let text: String
    (text, record) = try readTexts([path], lossy: lossy)
    tokenizer = CharacterTokenizer(text: text)
    tokens = try tokenizer.encode(text)
    heldOutStart = try Split(tokens, validation: validation, context: context).validation.startIndex
    grammarFloor = Self.floor(of: text, from: heldOutStart, path)
  }

  /// Returns the information in a text from a character on, in bits per character; nil if the text does not consist of
  /// the grammar's stories, which most texts show within their first words.
  private static func floor(of text: String, from start: Int, _ path: String) -> Double? {
    guard let information = try? Grammar.TextInformation(of: text, by: .tales, path: path) else { return nil }
    let scalars = text.unicodeScalars
    let place = scalars.index(scalars.startIndex, offsetBy: start)
    let bits = information.bits(from: text.utf8.distance(from: text.startIndex, to: place))
    return bits / Double(scalars.distance(from: place, to: scalars.endIndex))
  }

  var training: ArraySlice<Int32> { tokens[..<heldOutStart] }

  /// The prompt for every model's sample: a newline, if the text contains any.
  var newLine: [Int32] { [tokenizer.token(for: "\n") ?? tokens[0]] }
}
