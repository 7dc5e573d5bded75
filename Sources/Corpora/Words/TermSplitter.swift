import Files

/// Splits text into the terms that a bag of words counts: words, characters, or runs of several of them (n-grams).
///
///     TermSplitter().terms(of: "It was a fine, fine day!")               // it was fine fine day
///     TermSplitter(lengths: 1...2).terms(of: "It was fine")              // it was "it was" fine "was fine"
///     TermSplitter(unit: .character, lengths: 2...2).terms(of: "Abba")   // ab bb ba
///
/// A ``WordPattern`` says what a word is. With characters as units, every character counts, and several spaces in a row
/// count as one. Terms that end at the same place come shortest first. The splitter has no stop words and does no
/// stemming.
public struct TermSplitter: Equatable, Sendable {
  /// The unit of a term.
  public enum Unit: String, Codable, CaseIterable, Sendable { case word, character }

  /// The unit of a term.
  public var unit: Unit
  /// What a word is; it has no effect on characters.
  public var pattern: WordPattern
  /// The minimum and maximum number of words or characters in a term.
  public var shortest: Int, longest: Int

  /// The maximum number of units in a term: longer runs hardly ever occur twice.
  public static let longestAllowed = 16

  /// Creates a splitter for terms of `lengths` units, from 1 to ``longestAllowed``.
  public init(unit: Unit = .word, pattern: WordPattern = .letters, lengths: ClosedRange<Int> = 1...1) {
    require(
      lengths.lowerBound >= 1 && lengths.upperBound <= Self.longestAllowed,
      "TermSplitter: terms of \(lengths) units; they must have from 1 to \(Self.longestAllowed)")
    self.unit = unit
    self.pattern = pattern
    shortest = lengths.lowerBound
    longest = lengths.upperBound
  }

  /// Returns the terms of a text as strings, in order.
  public func terms(of text: String) -> [String] {
    var text = text
    var terms = Terms()
    text.withUTF8 { split($0, into: &terms) }
    return terms.strings
  }

  /// Replaces the contents of `terms` with the terms of a text, which must be UTF-8.
  ///
  /// - Complexity: one pass over the bytes, a few nanoseconds each.
  public func split(_ text: UnsafeBufferPointer<UInt8>, into terms: inout Terms) {
    switch unit {
    case .word:
      if pattern == .spaces {
        splitAtSpaces(text, into: &terms)
      } else if longest > 1 || !splitASCIIWords(text, into: &terms) {
        // Runs of several words need single spaces between them, and letters of other scripts need their own tables.
        splitWords(text, into: &terms)
      }
    case .character: splitCharacters(text, into: &terms)
    }
    if shortest > 1 || longest > 1 { joinNeighbors(&terms) }
  }

  /// Splits into words with one space between them, so neighbors are one run of bytes.
  private func splitWords(_ text: UnsafeBufferPointer<UInt8>, into terms: inout Terms) {
    // Lower case turns two bytes into at most three; a word and its space have at least three.
    terms.clear(bytes: text.count + text.count / 2 + 1, terms: text.count / 3 + 2)
    var words = WordWriter(terms, keepsMarks: pattern == .marks)
    asciiWords.withUnsafeBufferPointer { table in
      var i = 0
      while i < text.count {
        let folded = table[Int(text[i])]
        if folded > 1 {
          words.append(folded)
          i &+= 1
        } else if folded == 0 {
          words.endWord()
          i &+= 1
        } else {
          i &+= forEachFolded(at: i, of: text) { value, part in
            switch part {
            case .letter: words.append(scalar: value)
            case .mark: words.appendMark(value)
            case .separator: words.endWord()
            }
          }
        }
      }
    }
    words.endWord()
    terms.count = words.count
    terms.cutWordCount = words.cutCount
  }

  /// Splits into the runs between white space, with one space between them.
  private func splitAtSpaces(_ text: UnsafeBufferPointer<UInt8>, into terms: inout Terms) {
    terms.clear(bytes: text.count + 1, terms: text.count / 2 + 1)
    let (bytes, starts, ends) = (terms.bytes, terms.starts, terms.ends)
    var (count, start, end) = (0, 0, 0)
    func endWord() {
      guard end > start else { return }
      (starts[count], ends[count]) = (start, end)
      count &+= 1
      bytes[end] = UInt8(ascii: " ")
      end &+= 1
      start = end
    }
    for byte in text {
      if isWhitespace(byte) {
        endWord()
      } else {
        bytes[end] = byte
        end &+= 1
      }
    }
    endWord()
    terms.count = count
  }

  private func splitCharacters(_ text: UnsafeBufferPointer<UInt8>, into terms: inout Terms) {
    terms.clear(bytes: text.count + text.count / 2 + 1, terms: text.count + text.count / 2 + 1)
    let (bytes, starts, ends) = (terms.bytes, terms.starts, terms.ends)
    var (count, end, spaces, i) = (0, 0, 0, 0)
    while i < text.count {
      i += forEachFolded(at: i, of: text) { value, part in
        var value = value
        if part == .separator, Unicode.Scalar(value)?.isSpace == true {
          spaces += 1
          if spaces > 2 { return }
          // Two spaces in a row: the first becomes the plain space that stands for all of them.
          if spaces == 2 { (count, end, value) = (count - 1, starts[count - 1], 0x20) }
        } else {
          spaces = 0
        }
        starts[count] = end
        end += write(value, to: bytes + end)
        ends[count] = end
        count += 1
      }
    }
    terms.count = count
  }

  /// Replaces the single terms with runs of neighboring terms.
  private func joinNeighbors(_ terms: inout Terms) {
    let (count, starts, ends) = (terms.count, terms.starts, terms.ends)
    // Each length has as many runs as there are places where one can end.
    let total = (shortest...longest).prefix { $0 <= count }.reduce(0) { $0 + count - $1 + 1 }
    terms.replace(count: total) { newStarts, newEnds in
      var next = 0
      for last in 0..<count {
        for length in shortest...longest {
          guard length <= last + 1 else { break }
          newStarts[next] = starts[last + 1 - length]
          newEnds[next] = ends[last]
          next += 1
        }
      }
    }
  }
}

// MARK: - Files

extension TermSplitter: Codable {
  /// The names in files, which are also those of the options.
  private enum CodingKeys: String, CodingKey {
    case unit = "level"
    case pattern, order
  }

  /// The names in files of earlier versions.
  private enum FormerKeys: String, CodingKey { case unit, shortest, longest }

  /// Reads a splitter; one that names no pattern was written when there was only one.
  ///
  /// - Throws: `DecodingError` if the order is not a number or a range such as `1-2`.
  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let former = try decoder.container(keyedBy: FormerKeys.self)
    pattern = try fields.decodeIfPresent(WordPattern.self, forKey: .pattern) ?? .letters
    if let unit = try former.decodeIfPresent(Unit.self, forKey: .unit) {
      self.unit = unit
      shortest = try former.decode(Int.self, forKey: .shortest)
      longest = try former.decode(Int.self, forKey: .longest)
      return
    }
    unit = try fields.decode(Unit.self, forKey: .unit)
    let ends = try fields.decode(String.self, forKey: .order).split(separator: "-").map { Int($0) }
    guard (1...2).contains(ends.count), let low = ends[0], let high = ends[ends.count - 1] else {
      throw DecodingError.dataCorruptedError(forKey: .order, in: fields, debugDescription: "not a range of lengths")
    }
    (shortest, longest) = (low, high)
  }

  /// Writes a splitter as its options name it: `"level": "word", "order": "1-2"`.
  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(unit, forKey: .unit)
    try fields.encode(pattern, forKey: .pattern)
    try fields.encode(shortest == longest ? "\(shortest)" : "\(shortest)-\(longest)", forKey: .order)
  }
}

/// Writes words one after another, letter by letter.
private struct WordWriter {
  private let bytes: UnsafeMutablePointer<UInt8>
  private let starts: UnsafeMutablePointer<Int>, ends: UnsafeMutablePointer<Int>
  /// Whether a mark belongs to the word, or ends it.
  private let keepsMarks: Bool
  /// The number of words that are finished.
  private(set) var count = 0
  /// The number of words that would be whole if marks were kept.
  private(set) var cutCount = 0
  /// Where the current word begins, where it ends so far, and how many of its bytes are not the first of a scalar.
  private var start = 0, end = 0, furtherBytes = 0
  /// Whether the word that is being read was cut at a mark.
  private var isCut = false

  init(_ terms: borrowing Terms, keepsMarks: Bool) {
    (bytes, starts, ends) = (terms.bytes, terms.starts, terms.ends)
    self.keepsMarks = keepsMarks
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) {
    bytes[end] = byte
    end &+= 1
  }

  mutating func append(scalar value: UInt32) {
    let length = write(value, to: bytes + end)
    end += length
    furtherBytes += length - 1
  }

  /// Takes a mark: it stays with the letter before it, or ends its word. A mark without a letter is nothing.
  mutating func appendMark(_ value: UInt32) {
    if keepsMarks {
      if end > start { append(scalar: value) }
    } else {
      if end > start, !isCut { cutCount += 1 }
      let wasOpen = end > start || isCut
      endWord()
      isCut = wasOpen
    }
  }

  /// Keeps what was written since the last word if it has at least two scalars.
  @inline(__always)
  mutating func endWord() {
    if end &- start &- furtherBytes >= 2 {
      starts[count] = start
      ends[count] = end
      count &+= 1
      bytes[end] = UInt8(ascii: " ")
      start = end &+ 1
    }
    (end, furtherBytes, isCut) = (start, 0, false)
  }
}

/// Calls `body` with each scalar that the one at `i` becomes in lower case, and what it means for words; returns the
/// length of the original in bytes.
@inline(__always)
private func forEachFolded(
  at i: Int, of text: UnsafeBufferPointer<UInt8>, _ body: (_ value: UInt32, _ part: WordPart) -> Void
) -> Int {
  let (scalar, length) = scalar(at: i, of: text)
  let value = scalar.value
  let folded = value < UInt32(FoldedScalar.table.count) ? FoldedScalar.table[Int(value)] : FoldedScalar(scalar)
  if scalar == "Σ", isFinalSigma(at: i, of: text) {
    body(0x3C2, .letter)
  } else if let folded {
    body(folded.value, folded.part)
  } else {
    for lower in scalar.properties.lowercaseMapping.unicodeScalars { body(lower.value, WordPart(lower)) }
  }
  return length
}

/// Writes a scalar as UTF-8; returns its length in bytes.
private func write(_ value: UInt32, to bytes: UnsafeMutablePointer<UInt8>) -> Int {
  var count = 0
  for byte in UTF8.encode(Unicode.Scalar(value) ?? "\u{FFFD}")! {
    bytes[count] = byte
    count += 1
  }
  return count
}
