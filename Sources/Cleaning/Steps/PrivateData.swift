import Corpora

/// Replaces e-mail addresses, telephone numbers and the numbers of payment cards by `<email>`, `<phone>` and `<card>`.
///
/// The text stays whole around them, so a model still learns where such things stand, but no one's own. Numbers are
/// judged by their form, so some private ones stay, and a part number may be taken for a telephone number. The files in
/// the folder `PrivateData` say which forms are found.
public struct PrivateData: CleaningStep {
  /// `private`.
  public let name = "private"

  /// Creates the step.
  public init() {}

  /// Changes documents that have such data.
  public mutating func clean(_ documents: [TextDocument]) -> [Verdict] { mapOnThreads(documents, Self.verdict) }

  private static func verdict(_ document: TextDocument) -> Verdict {
    var text = document.text
    return text.withUTF8 { bytes in
      let found = privateData(in: bytes)
      guard !found.isEmpty else { return .unchanged }
      var result: [UInt8] = [], start = 0
      result.reserveCapacity(bytes.count)
      for (range, mask) in found {
        result += bytes[start..<range.lowerBound]
        result += mask.utf8
        start = range.upperBound
      }
      result += bytes[start...]
      return .changed(
        to: String(decoding: result, as: UTF8.self),
        findings: found.map { String(decoding: bytes[$0.range], as: UTF8.self) })
    }
  }
}

/// Returns the ranges of private data in a text, in order, and what replaces each.
private func privateData(in bytes: UnsafeBufferPointer<UInt8>) -> [(range: Range<Int>, mask: String)] {
  var found: [(range: Range<Int>, mask: String)] = []
  var i = 0
  /// The end of what was found last: nothing begins before it.
  var end = 0
  while i < bytes.count {
    let byte = bytes[i]
    if byte == UInt8(ascii: "@") {
      if let range = EmailAddress.range(in: bytes, at: i, from: end) {
        found.append((range, EmailAddress.mask))
        end = range.upperBound
        i = end
        continue
      }
    } else if isDigit(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "(") {
      if let run = NumberRun(bytes, from: i) {
        // A number is a card before it is a telephone number: it has more digits.
        if run.hasSpaceBefore, let length = CardNumber.length(run) {
          found.append((i..<length, CardNumber.mask))
          (i, end) = (length, length)
        } else if run.hasSpaceBefore, let length = PhoneNumber.length(run) {
          found.append((i..<length, PhoneNumber.mask))
          (i, end) = (length, length)
        } else {
          // Nothing begins in the middle of a number.
          i = max(run.firstGroupEnd, i + 1)
        }
        continue
      }
    }
    i += 1
  }
  return found
}

func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

/// Whether a byte of UTF-8 is an ASCII letter or digit.
func isASCIIWord(_ byte: UInt8) -> Bool { isDigit(byte) || (0x41...0x5A).contains(byte & 0xDF) }
