import Foundation

extension Grammar {
  /// One way in which a rule could have written a text, or several ways that end at the same position.
  struct Reading: Equatable {
    /// The end of the text that the rule wrote.
    var end: Int
    /// Whether the rule would continue past the end of the text.
    var isCutShort: Bool
    /// -log2 of the probability of all ways together.
    var bits: Double
    /// The number of ways.
    var derivations: Int
  }

  /// Finds all ways in which rules could have written a text, by trying every choice.
  struct Reader {
    private let text: [UInt8]
    /// Where this reader considers the text to end.
    private let end: Int
    /// Whether the end may cut a rule short.
    private let readsBeginnings: Bool
    /// The farthest position that any reading has reached.
    private(set) var farthest = 0

    init(_ text: [UInt8], end: Int? = nil, readsBeginnings: Bool = false) {
      (self.text, self.end, self.readsBeginnings) = (text, end ?? text.count, readsBeginnings)
    }

    /// Returns the readings of a rule that starts at a position, one per end.
    mutating func readings(of node: Node, at start: Int, _ values: Values) -> [Reading] {
      switch node.kind {
      case .text(let bytes): return reading(bytes, at: start).map { [$0] } ?? []
      case .match(let variable, let parts): return readings(of: parts[values[variable]], at: start, values)
      case .sequence(let parts):
        var found = [Reading(end: start, isCutShort: false, bits: 0, derivations: 1)]
        for part in parts {
          var next: [Reading] = []
          for before in found {
            if before.isCutShort {
              merge(before, into: &next)
              continue
            }
            for after in readings(of: part, at: before.end, values) { merge(before + after, into: &next) }
          }
          if next.isEmpty { return [] }
          found = next
        }
        return found
      case .choice(let weights, let alternatives):
        var found: [Reading] = []
        for (index, alternative) in alternatives.enumerated() {
          for reading in readings(of: alternative, at: start, values) {
            merge(reading.adding(weights.bits(index)), into: &found)
          }
        }
        return found
      case .bind(let variable, let other, let body):
        let taken = other.map { values[$0] }
        let bits = Grammar.bits(1, of: variable.count - (taken == nil ? 0 : 1))
        var found: [Reading] = []
        for value in 0..<variable.count where value != taken {
          for reading in readings(of: body, at: start, values.setting(variable, to: value)) {
            merge(reading.adding(bits), into: &found)
          }
        }
        return found
      }
    }

    private mutating func reading(_ bytes: [UInt8], at start: Int) -> Reading? {
      let length = Swift.min(bytes.count, end - start)
      for i in 0..<length where bytes[i] != text[start + i] {
        farthest = Swift.max(farthest, start + i)
        return nil
      }
      farthest = Swift.max(farthest, start + length)
      if length < bytes.count, !readsBeginnings { return nil }
      return Reading(end: start + length, isCutShort: length < bytes.count, bits: 0, derivations: 1)
    }

    private func merge(_ reading: Reading, into found: inout [Reading]) {
      guard let same = found.firstIndex(where: { $0.end == reading.end && $0.isCutShort == reading.isCutShort })
      else { return found.append(reading) }
      // The probabilities of two ways add up; the likelier one is factored out, so nothing underflows.
      let (low, high) = (Swift.min(found[same].bits, reading.bits), Swift.max(found[same].bits, reading.bits))
      found[same].bits = low - log2(1 + exp2(low - high))
      found[same].derivations += reading.derivations
    }
  }
}

extension Grammar.Reading {
  fileprivate static func + (before: Self, after: Self) -> Self {
    Self(
      end: after.end, isCutShort: after.isCutShort, bits: before.bits + after.bits,
      derivations: before.derivations * after.derivations)
  }

  fileprivate func adding(_ bits: Double) -> Self {
    var result = self
    result.bits += bits
    return result
  }
}
