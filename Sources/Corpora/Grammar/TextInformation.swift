import Files
import Foundation

extension Grammar {
  /// The exact information of a text that a grammar wrote: of the whole text, or from any byte on.
  ///
  ///     let information = try Grammar.TextInformation(of: text, by: .tales, path: "tales.txt")
  ///     information.bits / Double(information.length)     // what the best possible model needs per character
  public struct TextInformation: Sendable {
    /// A story of the text.
    public struct Story: Equatable, Sendable {
      /// The range of its bytes.
      public let range: Range<Int>
      /// Its information, in bits.
      public let bits: Double
    }

    /// The stories, in order.
    public let stories: [Story]
    private let grammar: Grammar
    private let text: [UInt8]

    /// Recovers the choices that led to a text.
    ///
    /// - Parameters:
    ///   - text: Whole stories of the grammar.
    ///   - grammar: The grammar that wrote them.
    ///   - path: The name of the text in messages.
    /// - Throws: `Problem` of kind `badData` that names the line where the text departs from the grammar.
    public init(of text: String, by grammar: Grammar, path: String) throws {
      let bytes = Array(text.utf8), path = inputName(path)
      var stories: [Story] = []
      var start = 0
      while start < bytes.count {
        var reader = Reader(bytes)
        let readings = reader.readings(of: grammar.story.node, at: start, Values())
        guard let reading = readings.first else {
          throw departure(in: bytes, at: reader.farthest, path)
        }
        guard readings.count == 1, reading.derivations == 1, reading.end > start else {
          throw Problem(.badData, "\(path): line \(line(of: start, in: bytes)): the story can be read in several ways")
        }
        stories.append(Story(range: start..<reading.end, bits: reading.bits))
        start = reading.end
      }
      (self.stories, self.grammar, self.text) = (stories, grammar, bytes)
    }

    /// The information of the whole text, in bits.
    public var bits: Double { stories.reduce(0) { $0 + $1.bits } }

    /// Returns the information of the text from a byte on, given everything before it, in bits.
    ///
    /// For a story that the place divides, it is the information of the story minus that of its beginning. The
    /// probability of a beginning is the sum over all stories that begin this way.
    public func bits(from place: Int) -> Double {
      require((0...text.count).contains(place), "there is no byte \(place)")
      var total = 0.0
      for story in stories.reversed() {
        if story.range.upperBound <= place { break }
        total += story.bits
        if story.range.contains(place), story.range.lowerBound < place {
          total -= grammar.bits(ofBeginning: text, from: story.range.lowerBound, to: place)
        }
      }
      return total
    }
  }

  /// Returns the information, in bits, of the fact that a story begins with these bytes of a text.
  func bits(ofBeginning text: [UInt8], from start: Int, to end: Int) -> Double {
    var reader = Reader(text, end: end, readsBeginnings: true)
    let ways = reader.readings(of: story.node, at: start, Values()).filter { $0.end == end }.map(\.bits)
    let least = ways.min() ?? .infinity
    return least - log2(ways.reduce(0) { $0 + exp2(least - $1) })
  }
}

/// Returns the problem of a text that departs from all stories.
private func departure(in text: [UInt8], at place: Int, _ path: String) -> Problem {
  let row = line(of: place, in: text)
  guard place < text.count else {
    return Problem(
      .badData, "\(path): line \(row): the text ends within a story",
      suggestion: "Give whole stories, each followed by an empty line.")
  }
  let start = text[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
  // A story can depart in the middle of a character; the message shows the whole character.
  var place = place
  while place > start, text[place] & 0xC0 == 0x80 { place -= 1 }
  let before = String(decoding: text[start..<place], as: UTF8.self)
  let rest = String(decoding: text[place...].prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
  let after = rest.isEmpty ? "the end of the line" : quoted(String(rest.prefix(20)))
  return Problem(
    .badData,
    "\(path): line \(row), column \(before.count + 1): not a story of this grammar: "
      + (before.isEmpty
        ? "no line begins with \(after)" : "\(quoted(String(before.suffix(30)))) cannot continue with \(after)"))
}

/// Returns the number of the line that contains a byte, counted from 1.
private func line(of place: Int, in text: [UInt8]) -> Int {
  1 + text[..<place].count { $0 == UInt8(ascii: "\n") }
}
