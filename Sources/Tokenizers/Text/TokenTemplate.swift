/// The special tokens that a model expects around a text, such as BERT's `[CLS]` before and `[SEP]` after it.
///
///     let template = TokenTemplate(before: [101], after: [102])
///     template.applied(to: [7592])    // [101, 7592, 102]
public struct TokenTemplate: Sendable, Equatable {
  /// A place in the template.
  public enum Part: Sendable, Equatable {
    /// A special token. BERT adds an embedding of the type (0 for the first text, 1 for the second) to its own.
    case token(Int32, type: Int)
    /// The tokens of the first text or, in a template of two, of the second.
    case text(isSecond: Bool, type: Int)
  }

  /// The parts around one text.
  public var single: [Part]
  /// The parts around two texts.
  public var pair: [Part]

  /// Creates a template from its parts.
  public init(single: [Part], pair: [Part]) {
    self.single = single
    self.pair = pair
  }

  /// Creates a template of tokens before and after a text; those after it also come after the second text of two.
  public init(before: [Int32], after: [Int32]) {
    single = before.map { .token($0, type: 0) } + [.text(isSecond: false, type: 0)] + after.map { .token($0, type: 0) }
    pair = single + [.text(isSecond: true, type: 1)] + after.map { .token($0, type: 1) }
  }

  /// Returns the tokens of a text with the special ones around them.
  public func applied(to tokens: [Int32]) -> [Int32] {
    single.flatMap { part in
      switch part {
      case .token(let token, _): [token]
      case .text(let isSecond, _): isSecond ? [] : tokens
      }
    }
  }
}
