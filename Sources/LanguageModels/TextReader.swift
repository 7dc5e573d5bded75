/// A model that reads one text, to which tokens can be appended and from which the last ones can be taken back.
///
///     let reader = model.reader()
///     reader.begin([3, 1, 4])   // the V logits of the token after 4
///     reader.append([1, 5])     // the logits after 1 and those after 5, 2 V numbers
///     reader.removeLast(1)      // the text is 3, 1, 4, 1
///
/// A model that keeps its results for earlier tokens needs only the time of the new ones. Several of them appended
/// together can cost little more than a single one; speculative decoding rests on this.
public protocol TextReader: AnyObject {
  /// Starts a text with at least one token; some models accept none.
  ///
  /// - Returns: the logits of the token that follows, (V).
  func begin(_ prompt: [Int32]) -> [Float]

  /// Appends T tokens, and returns the logits of the token that follows each of them, (T, V).
  func append(_ tokens: [Int32]) -> [Float]

  /// Takes back the last tokens, fewer than were appended since the text began.
  func removeLast(_ count: Int)

  /// The number of tokens that can be appended before the model forgets the beginning of the text.
  ///
  /// If fewer are appended and taken back, the text is read as if they had never been there.
  var room: Int { get }
}

/// A reader that keeps nothing but the tokens: any model can be read in this way.
final class RereadingReader<Model: LanguageModel>: TextReader {
  private let model: Model
  private var text: [Int32] = []

  init(_ model: Model) { self.model = model }

  let room = Int.max

  func begin(_ prompt: [Int32]) -> [Float] {
    text = prompt
    return model.nextLogits(after: text)
  }

  func append(_ tokens: [Int32]) -> [Float] {
    tokens.flatMap { token in
      text.append(token)
      return model.nextLogits(after: text)
    }
  }

  func removeLast(_ count: Int) { text.removeLast(count) }
}
