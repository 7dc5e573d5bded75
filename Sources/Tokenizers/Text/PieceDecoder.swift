/// Turns the pieces of tokens back into text.
///
/// The cases are those of Hugging Face's `tokenizer.json` that BERT's and SentencePiece's kinds of files use. Each
/// changes a list of pieces; in the end the pieces are joined.
public indirect enum PieceDecoder: Sendable {
  /// BERT's: a piece that starts with the prefix continues a word, and any other piece gets a space before it.
  /// `cleansUp` removes the space before punctuation.
  case wordPiece(prefix: String, cleansUp: Bool)
  /// Marks become spaces again; the one at the start goes if it was prepended.
  case metaspace(Metaspace)
  /// Pieces that stand for single bytes become the characters that these bytes spell. A run of bytes that is not UTF-8
  /// becomes one replacement character (U+FFFD) per byte.
  case byteFallback
  /// Joins all pieces into one.
  case fuse
  /// Replaces every occurrence of a text in a piece by another.
  case replace(String, with: String)
  /// Removes up to so many of a character from the start and the end of every piece.
  case strip(Unicode.Scalar, start: Int, end: Int)
  /// One after another.
  case sequence([PieceDecoder])

  /// Returns the text of pieces in UTF-8.
  func text(_ pieces: [[UInt8]]) -> [UInt8] { Array(decoded(pieces).joined()) }

  private func decoded(_ pieces: [[UInt8]]) -> [[UInt8]] {
    switch self {
    case .wordPiece(let prefix, let cleansUp):
      let prefix = Array(prefix.utf8)
      return pieces.enumerated().map { index, piece in
        var part = piece
        if index > 0 {
          part = !prefix.isEmpty && piece.starts(with: prefix) ? Array(piece.dropFirst(prefix.count)) : [0x20] + piece
        }
        return cleansUp ? cleanedUp(part) : part
      }
    case .metaspace(let metaspace):
      let mark = metaspace.bytes
      return pieces.enumerated().map { index, piece in
        let isPrepended = index == 0 && metaspace.prepends != .never && piece.starts(with: mark)
        return (isPrepended ? Array(piece.dropFirst(mark.count)) : piece).replacing(mark, with: [0x20])
      }
    case .byteFallback: return joiningBytes(pieces)
    case .fuse: return [Array(pieces.joined())]
    case .replace(let part, let replacement):
      let (part, replacement) = (Array(part.utf8), Array(replacement.utf8))
      return pieces.map { $0.replacing(part, with: replacement) }
    case .strip(let scalar, let start, let end):
      let bytes = Array(String(scalar).utf8)
      return pieces.map { piece in
        var rest = piece[...], left = start, right = end
        while left > 0, rest.starts(with: bytes) {
          rest = rest.dropFirst(bytes.count)
          left -= 1
        }
        while right > 0, rest.count >= bytes.count, rest.suffix(bytes.count).elementsEqual(bytes) {
          rest = rest.dropLast(bytes.count)
          right -= 1
        }
        return Array(rest)
      }
    case .sequence(let steps): return steps.reduce(pieces) { $1.decoded($0) }
    }
  }
}

/// Returns pieces with each run of byte pieces replaced by what its bytes spell.
private func joiningBytes(_ pieces: [[UInt8]]) -> [[UInt8]] {
  var result: [[UInt8]] = [], run: [UInt8] = []
  func endRun() {
    guard !run.isEmpty else { return }
    let isText = String(validating: run, as: UTF8.self) != nil
    result.append(isText ? run : Array(repeatElement([0xEF, 0xBF, 0xBD], count: run.count).joined()))
    run.removeAll()
  }
  for piece in pieces {
    if let byte = byte(ofPiece: piece) {
      run.append(byte)
    } else {
      endRun()
      result.append(piece)
    }
  }
  endRun()
  return result
}

/// Returns the byte that a piece such as `<0x0A>` stands for; nil if it stands for text.
func byte(ofPiece piece: [UInt8]) -> UInt8? {
  guard piece.count == 6, piece.starts(with: "<0x".utf8), piece[5] == UInt8(ascii: ">") else { return nil }
  let digits = piece[3...4].map { Character(Unicode.Scalar($0)).hexDigitValue }
  guard let high = digits[0], let low = digits[1] else { return nil }
  return UInt8(16 * high + low)
}

/// Returns the piece that stands for a byte, such as `<0x0A>`.
func bytePiece(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16, uppercase: true)
  return "<0x\(digits.count < 2 ? "0" : "")\(digits)>"
}

/// BERT's repair of the spaces that splitting at punctuation puts into a decoded text.
private func cleanedUp(_ piece: [UInt8]) -> [UInt8] {
  guard piece.contains(0x20) else { return piece }
  let repairs = [
    (" .", "."), (" ?", "?"), (" !", "!"), (" ,", ","), (" ' ", "'"), (" n't", "n't"), (" 'm", "'m"),
    (" do not", " don't"), (" 's", "'s"), (" 've", "'ve"), (" 're", "'re"),
  ]
  return repairs.reduce(piece) { $0.replacing(Array($1.0.utf8), with: Array($1.1.utf8)) }
}
