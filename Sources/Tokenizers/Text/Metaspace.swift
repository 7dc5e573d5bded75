/// SentencePiece's spaces: each becomes "▁" (U+2581), which belongs to the word after it. So pieces spell a text
/// completely, spaces included, and joining them restores it.
///
///     Metaspace(prepends: .always).text("two words")    // "▁two▁words"
///
/// A "▁" that the text itself contains becomes a space when the text is decoded.
///
/// Source: Kudo and Richardson, "SentencePiece" (2018), section 3.
public struct Metaspace: Sendable, Equatable {
  /// Whether a text that does not begin with a space gets one, so that its first word is spelled like any other.
  public enum Prepending: String, Sendable, CaseIterable {
    /// Every part of the text gets one.
    case always
    /// Only the part at the start of the text gets one.
    case first
    /// None gets one.
    case never
  }

  /// The scalar in place of spaces.
  public var mark: Unicode.Scalar
  /// Whether texts get a space at the start.
  public var prepends: Prepending
  /// Whether each word is split into pieces by itself, so that no piece spans words.
  public var splitsWords: Bool

  /// Creates the rules.
  public init(mark: Unicode.Scalar = "\u{2581}", prepends: Prepending = .always, splitsWords: Bool = true) {
    self.mark = mark
    self.prepends = prepends
    self.splitsWords = splitsWords
  }

  /// The mark in UTF-8.
  var bytes: [UInt8] { Array(String(mark).utf8) }

  /// Returns a text with marks in place of spaces.
  public func text(_ text: String) -> String {
    String(decoding: marked(Array(text.utf8)[...], isStart: true), as: UTF8.self)
  }

  /// Returns UTF-8 with marks in place of spaces.
  func marked(_ text: ArraySlice<UInt8>, isStart: Bool) -> [UInt8] {
    let mark = bytes
    var result: [UInt8] = []
    guard let first = text.first else { return result }
    result.reserveCapacity(text.count + text.count / 2)
    let prepending = prepends == .always || (prepends == .first && isStart)
    if prepending, first != 0x20, !text.starts(with: mark) { result += mark }
    for byte in text {
      if byte == 0x20 { result += mark } else { result.append(byte) }
    }
    return result
  }

  /// Returns the words of a text with marks, each with the mark before it; one chunk if words are not split.
  func chunks(of text: ArraySlice<UInt8>, isStart: Bool) -> [ArraySlice<UInt8>] {
    let marked = marked(text, isStart: isStart), mark = bytes
    guard splitsWords, let first = mark.first else { return marked.isEmpty ? [] : [marked[...]] }
    var chunks: [ArraySlice<UInt8>] = [], start = 0
    var place = 1
    while place < marked.count {
      if marked[place] == first, marked[place...].starts(with: mark) {
        chunks.append(marked[start..<place])
        start = place
        place += mark.count
      } else {
        place += 1
      }
    }
    if start < marked.count { chunks.append(marked[start...]) }
    return chunks
  }
}
