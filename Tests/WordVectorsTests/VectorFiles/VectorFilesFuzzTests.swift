import Files
import Foundation
import Testing
import TestSupport

@testable import WordVectors

/// Randomly damaged files, one per seed: each must be refused by name or have every number right.
///
/// `KINDLING_FUZZ_CASES=1000000 swift test --filter Fuzz` tries more files.
@Suite struct VectorFilesFuzzTests {
  private static let caseCount = ProcessInfo.processInfo.environment["KINDLING_FUZZ_CASES"].flatMap(Int.init) ?? 6000

  @Test(arguments: 0..<2) func damagedFilesAreRefusedOrReadCorrectly(_ share: Int) throws {
    var accepted = 0
    for seed in stride(from: share, to: Self.caseCount, by: 2) {
      var damage = Damage(seed: UInt64(seed))
      let bytes = damage.file()
      if let fault = try fault(bytes, &accepted) {
        Issue.record("case \(seed): \(fault): \(quoted(String(decoding: bytes.prefix(1000), as: UTF8.self)))")
        return
      }
    }
    // Both outcomes occurred, so the check is not vacuous.
    #expect(accepted > Self.caseCount / 40 && accepted < Self.caseCount / 3 * 2, "\(accepted)")
  }

  /// What went wrong when reading a file; nil if nothing did.
  private func fault(_ bytes: [UInt8], _ accepted: inout Int) throws -> String? {
    try withVectorFile(bytes) { path in
      let vectors: WordVectors
      do {
        vectors = try WordVectors(contentsOf: path)
      } catch let problem as Problem {
        guard problem.kind == .badData, problem.message.hasPrefix(path), problem.message.count < path.count + 400,
          !problem.message.contains(where: \.isNewline)
        else { return "the message is \(problem)" }
        return nil
      }
      accepted += 1
      guard vectors.vectors.isFinite, vectors.count > 0, vectors.vectors.count <= bytes.count else {
        return "bad numbers"
      }
      // A second opinion from the standard library.
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      let expected = secondOpinion(
        Array(bytes.dropFirst(bytes.starts(with: mark) ? 3 : 0)), try VectorFileHeader(BufferedFile(OpenFile(path))))
      guard expected.words == (0..<Int32(vectors.count)).map({ vectors.words[$0] }) else { return "other words" }
      guard expected.numbers == vectors.vectors.elements else { return "other numbers" }
      return nil
    }
  }

  /// The words and numbers of a valid file; of a repeated word, the first.
  private func secondOpinion(_ bytes: [UInt8], _ header: VectorFileHeader) -> (words: [String], numbers: [Float]) {
    var (words, numbers) = ([String](), [Float]())
    var seen: Set<[UInt8]> = []
    func take(_ word: some Sequence<UInt8>, _ row: [Float]) {
      guard seen.insert(Array(word)).inserted else { return }
      words.append(String(decoding: Array(word), as: UTF8.self))
      numbers += row
    }
    var rest = header.kind == .glove ? bytes[...] : bytes[(bytes.firstIndex(of: 10)! + 1)...]
    if header.kind == .binary {
      for _ in 0..<header.count! {
        if rest.first == 10 { rest = rest.dropFirst() }
        let word = rest.prefix { $0 != 32 }
        rest = rest.dropFirst(word.count + 1)
        let row = (0..<header.dimensions).map { i in
          Float(bitPattern: rest.dropFirst(4 * i).prefix(4).reversed().reduce(0) { $0 << 8 | UInt32($1) })
        }
        rest = rest.dropFirst(4 * header.dimensions)
        take(word, row)
      }
      return (words, numbers)
    }
    for var line in rest.split(separator: 10) {
      while let last = line.last, last == 32 || 9...13 ~= last { line.removeLast() }
      let fields = line.split { $0 == 32 || $0 == 9 }
      guard let word = fields.dropLast(header.dimensions).last else { continue }
      take(
        line[..<word.endIndex],
        fields.suffix(header.dimensions).compactMap { Float(String(decoding: $0, as: UTF8.self)) })
    }
    return (words, numbers)
  }
}

/// Creates valid files and damages them.
private struct Damage {
  private var random: RandomValues

  init(seed: UInt64) { random = RandomValues(seed: seed) }

  private mutating func below(_ limit: Int) -> Int { limit <= 0 ? 0 : Int(random.next() % UInt64(limit)) }

  /// A file with up to three defects, sometimes with none.
  mutating func file() -> [UInt8] {
    var bytes = plausibleFile()
    for _ in 0..<below(4) { bytes = damaged(bytes) }
    return bytes
  }

  private mutating func plausibleFile() -> [UInt8] {
    let names = ["the", "sea", "夜", "a", "1.5", "-", "naïve", "New_York"]
    let count = 1 + below(names.count), dimensions = 1 + below(5), kind = below(3)
    var file = kind < 2 ? Array("\(count) \(dimensions)\n".utf8) : []
    let end = below(2) == 0 ? "\n" : kind == 1 ? "" : " \n"
    for name in names.shuffled(using: &random).prefix(count) {
      file += Array(name.utf8)
      if kind == 1 { file += [32] }
      for _ in 0..<dimensions {
        let number = random.float() * (below(9) == 0 ? 1e-9 : 3)
        file += kind == 1 ? bytes(number) : Array(" \(number)".utf8)
      }
      file += Array(end.utf8)
    }
    return file
  }

  private mutating func damaged(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    guard !bytes.isEmpty else { return Array(Self.tokens[below(Self.tokens.count)]) }
    let start = below(bytes.count), place = start..<start + 1 + below(min(20, bytes.count - start))
    switch below(8) {
    case 0: bytes[start] ^= 1 << UInt8(below(8))
    case 1: bytes[start] = UInt8(truncatingIfNeeded: random.next())
    case 2: bytes.removeSubrange(place)
    case 3: bytes.insert(contentsOf: bytes[place], at: below(bytes.count))
    case 4: bytes.removeLast(below(bytes.count))
    case 5: bytes.swapAt(start, below(bytes.count))
    case 6: bytes.replaceSubrange(0..<min(bytes.count, 1 + below(3)), with: Self.tokens[below(Self.tokens.count)])
    default: bytes.insert(contentsOf: Self.tokens[below(Self.tokens.count)], at: start)
    }
    return bytes
  }

  private static let tokens: [[UInt8]] =
    [
      "0", "-1", "1e9", "1e99", "nan", "-inf", "18446744073709551616", "9223372036854775807", "4611686018427387904",
      "99999999999", " ", "\n", "\n\n", "\r\n", "\t", "\0", "0x1p3", "1_000", "\u{FEFF}", "3 4\n", "the 1\n", "12 ",
      ".",
    ].map { Array($0.utf8) } + [[0xFF], [0xC3], [0x1F, 0x8B], [0, 0, 0xC0, 0x7F], [0, 0, 0x80, 0x7F]]
}
