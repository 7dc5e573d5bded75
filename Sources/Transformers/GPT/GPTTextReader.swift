import LanguageModels
import Tensors

/// A GPT that reads one text with its key-value cache.
final class GPTTextReader: TextReader {
  private let decoder: GPTDecoder
  /// All tokens so far, also those that no longer fit into the context.
  private var text: [Int32] = []

  init(_ model: GPT) { decoder = GPTDecoder(model) }

  /// A full context moves, so a token more would change what the model sees.
  var room: Int { decoder.room }

  func begin(_ prompt: [Int32]) -> [Float] {
    text = prompt
    decoder.prefill(prompt)
    return decoder.logits.elements
  }

  func append(_ tokens: [Int32]) -> [Float] {
    text += tokens
    var logits: [Float] = [], rest = tokens[...]
    while !rest.isEmpty {
      let next = rest.prefix(max(1, min(room, GPTDecoder.mostSequences)))
      if next.count > 1 {
        logits += decoder.logits(afterEachOf: next).elements
      } else {
        decoder.step(Array(next))
        logits += decoder.logits.elements
      }
      rest = rest.dropFirst(next.count)
    }
    return logits
  }

  func removeLast(_ count: Int) {
    text.removeLast(count)
    if count < decoder.length {
      decoder.removeLast(count)
    } else {
      // The context has moved on since.
      decoder.prefill(text)
    }
  }
}

extension GPT {
  /// Returns a reader that keeps the keys and values of the text so far; see ``GPTDecoder``.
  public func reader() -> any TextReader { GPTTextReader(self) }
}
