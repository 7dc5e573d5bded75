/// Splits a normalized text into chunks; no piece of the vocabulary spans two of them.
///
/// The cases are those of Hugging Face's `tokenizer.json` that BERT's and SentencePiece's kinds of files use.
///
///     PreTokenizer.bert.chunks(of: "it's")    // ["it", "'", "s"]
public indirect enum PreTokenizer: Sendable, Equatable {
  /// At white space, which is dropped, and around every punctuation mark.
  case bert
  /// At white space, which is dropped.
  case whitespace
  /// At spaces, which stay as marks at the start of words.
  case metaspace(Metaspace)
  /// One after another, each on the chunks of the one before.
  case sequence([PreTokenizer])

  /// Returns the chunks of a text.
  public func chunks(of text: String) -> [String] {
    chunks(of: [Array(text.utf8)[...]], isStart: true).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Returns the chunks of chunks in UTF-8.
  ///
  /// - Parameter isStart: whether the first chunk is the start of the whole text.
  func chunks(of chunks: [ArraySlice<UInt8>], isStart: Bool) -> [ArraySlice<UInt8>] {
    switch self {
    case .bert: chunks.flatMap { split($0, isolating: \.isBERTPunctuation) }
    case .whitespace: chunks.flatMap { split($0) { _ in false } }
    case .metaspace(let metaspace):
      chunks.enumerated().flatMap { metaspace.chunks(of: $1, isStart: isStart && $0 == 0) }
    case .sequence(let steps): steps.reduce(chunks) { $1.chunks(of: $0, isStart: isStart) }
    }
  }
}

/// Returns the parts of a chunk of UTF-8 between white space; each scalar that is to be isolated is a part of its own.
private func split(_ chunk: ArraySlice<UInt8>, isolating isIsolated: (Unicode.Scalar) -> Bool) -> [ArraySlice<UInt8>] {
  var parts: [ArraySlice<UInt8>] = [], start = chunk.startIndex, place = start
  while place < chunk.endIndex {
    let width = min(scalarWidth(chunk[place]), chunk.endIndex - place)
    let scalar = scalar(chunk[place..<place + width])
    let isSpace = scalar.value < 0x80 ? scalar == " " || 9...13 ~= scalar.value : scalar.properties.isWhitespace
    let isAlone = !isSpace && isIsolated(scalar)
    if isSpace || isAlone {
      if start < place { parts.append(chunk[start..<place]) }
      if isAlone { parts.append(chunk[place..<place + width]) }
      start = place + width
    }
    place += width
  }
  if start < chunk.endIndex { parts.append(chunk[start...]) }
  return parts
}

/// Returns the scalar of one to four bytes of valid UTF-8.
func scalar(_ bytes: ArraySlice<UInt8>) -> Unicode.Scalar {
  guard let first = bytes.first, first >= 0x80 else { return Unicode.Scalar(bytes.first ?? 0) }
  var value = UInt32(first) & (bytes.count == 2 ? 0x1F : bytes.count == 3 ? 0x0F : 0x07)
  for byte in bytes.dropFirst() { value = value << 6 | UInt32(byte & 0x3F) }
  return Unicode.Scalar(value) ?? "\u{FFFD}"
}
