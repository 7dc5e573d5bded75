import Files
import Foundation
import NGrams

/// An n-gram model as a page holds it, so that the page can show its surprise beside that of a GPT.
///
/// The page gets the model's tree of n-grams. In place of probabilities it gets their surprise in bits, as whole numbers
/// of sixteen bits with one scale, so a number is off by less than 0.0005 bits.
struct StoredNGrams: Encodable {
  private let order: Int
  /// The number of tokens without the three markers that follow them.
  private let tokenCount: Int
  /// Base64 of the last token of each node, 16 bits each.
  private let tokens: String
  /// Base64 of the number of each context's first child, 32 bits each.
  private let firstChildren: String
  /// The surprise at the last token of each node after the tokens before it.
  private let bits: PackedNumbers
  /// What a token costs in addition if it never came after a context.
  private let backoffBits: PackedNumbers

  /// The most characters that the n-grams of a page take.
  private static let mostCharacters = 2_000_000
  /// No surprise is larger than this: a probability of one in a thousand million.
  private static let mostBits: Float = 30

  /// Packs a model.
  ///
  /// - Throws: `Problem` of kind `badData` if the model is too large for a page.
  init(_ model: NGramModel) throws {
    require(model.backoff == .shorterContext, "StoredNGrams: the page needs backoff weights for shorter contexts")
    let contexts = model.backoffWeights.count
    let size =
      PackedNumbers.base64Size(2 * model.tokens.count) + PackedNumbers.base64Size(4 * model.firstChildren.count)
      + PackedNumbers.size(count: model.tokens.count, columns: model.tokens.count, precision: .sixteen)
      + PackedNumbers.size(count: contexts, columns: contexts, precision: .sixteen)
    guard model.vocabulary.size <= 1 << 16, size <= Self.mostCharacters else {
      throw Problem(
        .badData,
        "the n-grams of \(model.order) tokens take \(grouped(size)) bytes, and a page can hold "
          + grouped(Self.mostCharacters),
        suggestion: "Count shorter ones with a lower \(Problem.setting("order")).")
    }
    (order, tokenCount) = (model.order, model.vocabulary.tokenCount)
    // The root has no token.
    tokens = PackedNumbers.text(model.tokens.map { UInt16(truncatingIfNeeded: $0).littleEndian })
    firstChildren = PackedNumbers.text(model.firstChildren.map(\.littleEndian))
    bits = Self.bits(of: model.probabilities)
    backoffBits = Self.bits(of: model.backoffWeights)
  }

  /// The start of a sentence is never predicted, so the surprise at it, which has no limit, is never asked for.
  private static func bits(of probabilities: [Float]) -> PackedNumbers {
    let bits = probabilities.map { $0 > 0 ? min(mostBits, max(-mostBits, -log2($0))) : mostBits }
    return PackedNumbers(bits, columns: bits.count, precision: .sixteen)
  }

  /// How many characters the n-grams take in the page.
  var size: Int {
    tokens.utf8.count + firstChildren.utf8.count + bits.size + backoffBits.size
  }
}
