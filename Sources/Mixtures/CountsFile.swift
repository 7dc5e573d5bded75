import Files
import Foundation

// The file of a mixer: little-endian numbers, without gaps.
//
//     8 bytes     the letters KDLNCNTS
//     4           version
//     4           V, the number of tokens
//     8           n, the number of learned tokens
//     8           capacity
//     w n         the learned tokens, in the fewest bytes that hold any: w is 1 up to 256 tokens, or 2, or 4
//     4 each      what histories and matches are worth, 22 bits of probability and 10 of count
//     4 each      the weights of all mixers, those of their results, and those of the mixer of the counts alone; the
//                 corrected probabilities
//     8           checksum of everything before
//
// The statistics of the contexts are not in the file. They follow from the learned text, which is far smaller, and are
// counted again when the file is read, about half a million characters per second.

private let magic = Array("KDLNCNTS".utf8)
private let version: UInt32 = 2
private let headerBytes = 32

extension ContextMixer {
  /// The contents of a file from which ``init(_:codes:name:)`` makes the same mixer.
  package var fileContents: Data {
    var data = Data(magic)
    func add(_ number: some FixedWidthInteger) {
      withUnsafeBytes(of: number.littleEndian) { data.append(contentsOf: $0) }
    }
    add(version)
    add(UInt32(tree.tokenCount))
    add(UInt64(learned.count))
    add(UInt64(capacity))
    switch Self.tokenBytes(tree.tokenCount) {
    case 1: for token in learned { data.append(UInt8(token)) }
    case 2: for token in learned { add(UInt16(token)) }
    default: for token in learned { add(token) }
    }
    for probability in histories + confidence { add(probability.bits) }
    for number in numbers { add(number.bitPattern) }
    add(fingerprint(of: data))
    return data
  }

  /// The number of bytes of a token.
  private static func tokenBytes(_ tokenCount: Int) -> Int {
    tokenCount <= 1 << 8 ? 1 : tokenCount <= 1 << 16 ? 2 : 4
  }

  /// All learned numbers except those in the statistics.
  private var numbers: [Float] { mixers.flatMap(\.numbers) + finalWeights + countsAlone.numbers + correction.values }

  /// Reads a mixer for a vocabulary; `name` is the file's name in messages.
  ///
  /// - Throws: `Problem` of kind `badData` if the file is of another kind, cut short, damaged, or for another vocabulary.
  convenience init(_ data: Data, codes: [[UInt8]], name: String) throws {
    func damaged(_ what: String) -> Problem { Problem(.badData, "\(name) is \(what)") }
    guard data.starts(with: magic) else { throw damaged("not a file of counts") }
    guard data.count >= headerBytes + 8 else { throw damaged("cut short") }
    let (text, words, capacity) = try data.withUnsafeBytes { file in
      func number<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type, at offset: Int) -> Number {
        Number(littleEndian: file.loadUnaligned(fromByteOffset: offset, as: type))
      }
      let found = number(UInt32.self, at: 8), end = file.count - 8
      guard found == version else {
        throw damaged("a file of counts of version \(found); this program reads version \(version)")
      }
      guard fingerprint(of: file[..<end]) == number(UInt64.self, at: end) else {
        throw damaged("cut short or damaged: its checksum does not match")
      }
      let tokenCount = number(UInt32.self, at: 12), width = Self.tokenBytes(codes.count)
      guard tokenCount == codes.count else {
        throw damaged("for \(tokenCount) distinct tokens; the model has \(codes.count)")
      }
      guard let count = Int(exactly: number(UInt64.self, at: 16)),
        let capacity = Int(exactly: number(UInt64.self, at: 24)), count <= (end - headerBytes) / width,
        (end - headerBytes - width * count) % 4 == 0
      else { throw damaged("damaged: its header is invalid") }
      let text = (0..<count).map { i in
        switch width {
        case 1: UInt32(file[headerBytes + i])
        case 2: UInt32(number(UInt16.self, at: headerBytes + 2 * i))
        default: number(UInt32.self, at: headerBytes + 4 * i)
        }
      }
      let words = stride(from: headerBytes + width * count, to: end, by: 4).map { number(UInt32.self, at: $0) }
      return (text, words, capacity)
    }
    guard text.allSatisfy({ $0 < UInt32(codes.count) }) else { throw damaged("damaged: it has unknown tokens") }
    self.init(codes: codes, capacity: capacity)
    var rest = words[...]
    func next(_ count: Int) throws -> ArraySlice<UInt32> {
      guard rest.count >= count else { throw damaged("damaged: it has \(words.count) numbers, too few") }
      defer { rest = rest.dropFirst(count) }
      return rest.prefix(count)
    }
    histories = try next(histories.count).map(LearnedProbability.init(bits:))
    confidence = try next(confidence.count).map(LearnedProbability.init(bits:))
    func numbers(_ count: Int) throws -> [Float] { try next(count).map(Float.init(bitPattern:)) }
    for k in mixers.indices { mixers[k].numbers = try numbers(Mixer.inputCount * mixers[k].setCount) }
    finalWeights = try numbers(finalWeights.count)
    countsAlone.numbers = try numbers(Mixer.inputCount * countsAlone.setCount)
    let corrected = try numbers(correction.values.count)
    guard rest.isEmpty, (mixers + [countsAlone]).allSatisfy({ $0.numbers.allSatisfy(\.isFinite) }),
      finalWeights.allSatisfy(\.isFinite), correction.load(corrected[...])
    else { throw damaged("damaged: its numbers are invalid") }
    count(text.map { Int32($0) })
    begin()
    settle()
  }
}
