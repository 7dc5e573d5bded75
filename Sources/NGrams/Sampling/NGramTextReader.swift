import LanguageModels

/// An n-gram model that reads one text and keeps the context after each token.
final class NGramTextReader: TextReader {
  private let model: NGramModel
  /// The contexts after the prompt and after each further token.
  private var contexts: [NGramContext] = []

  init(_ model: NGramModel) { self.model = model }

  /// The model sees only the last tokens anyway.
  let room = Int.max

  func begin(_ prompt: [Int32]) -> [Float] {
    contexts = [model.context(after: prompt)]
    return model.nextLogits(after: contexts[0])
  }

  func append(_ tokens: [Int32]) -> [Float] {
    tokens.flatMap { token in
      var context = contexts[contexts.count - 1]
      model.read(token, &context)
      contexts.append(context)
      return model.nextLogits(after: context)
    }
  }

  func removeLast(_ count: Int) { contexts.removeLast(count) }
}
