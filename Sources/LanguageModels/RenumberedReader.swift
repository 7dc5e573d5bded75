/// A reader of a model whose tokens have other numbers, such as a drafter with its own vocabulary.
///
///     RenumberedReader(small.reader(), numbers: [2, 0, 1])   // token 0 here is token 2 there
///
/// Tokens that only the other model has are never predicted; the probability of the others grows accordingly.
public final class RenumberedReader: TextReader {
  private let reader: any TextReader
  private let numbers: [Int32]

  /// Creates a reader of a text in other numbers.
  ///
  /// - Parameter numbers: the number of each token in the other model. It must be one that the model can read; if it is
  ///   none of those that the model predicts, such as an unknown token, its probability is 0.
  public init(_ reader: any TextReader, numbers: [Int32]) { (self.reader, self.numbers) = (reader, numbers) }

  /// The room of the other reader.
  public var room: Int { reader.room }

  /// Starts a text.
  public func begin(_ prompt: [Int32]) -> [Float] { renumbered(reader.begin(prompt.map(number)), rows: 1) }

  /// Appends tokens.
  public func append(_ tokens: [Int32]) -> [Float] {
    renumbered(reader.append(tokens.map(number)), rows: tokens.count)
  }

  /// Takes back the last tokens.
  public func removeLast(_ count: Int) { reader.removeLast(count) }

  private func number(of token: Int32) -> Int32 { numbers[Int(token)] }

  private func renumbered(_ logits: [Float], rows: Int) -> [Float] {
    let columns = logits.count / max(1, rows)
    return (0..<rows).flatMap { row -> [Float] in
      let chosen = numbers.map { Int($0) < columns ? logits[row * columns + Int($0)] : -.infinity }
      // If nothing that the other model predicts exists here, all tokens are equally likely.
      return chosen.contains { $0 != -.infinity } ? chosen : chosen.map { _ in 0 }
    }
  }
}
