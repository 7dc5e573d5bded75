import Files
import Foundation
import TestSupport
import Testing

@testable import Tensors

/// Reads files damaged at random, by seed: each must be rejected with a message that names it, or be correct in every
/// number.
///
/// `KINDLING_FUZZ_CASES=1000000 swift test --filter Fuzz` tests more files.
@Suite struct SafetensorsFuzzTests {
  private static let caseCount =
    ProcessInfo.processInfo.environment["KINDLING_FUZZ_CASES"].flatMap(Int.init) ?? 20_000

  /// Four shares that run in parallel on different cores.
  private static let shareCount = 4

  @Test(arguments: 0..<shareCount) func damagedFilesAreRejectedOrReadCorrectly(_ share: Int) throws {
    let start = ContinuousClock.now
    var accepted = 0
    for seed in stride(from: share, to: Self.caseCount, by: Self.shareCount) {
      var damage = Damage(seed: UInt64(seed))
      let bytes = damage.file()
      // Every twentieth case is also written to disk.
      let wrong =
        try seed / Self.shareCount % 20 == 0 ? faultOnDisk(bytes) ?? fault(bytes, &accepted) : fault(bytes, &accepted)
      if let wrong {
        Issue.record("case \(seed): \(wrong): \(quoted(String(decoding: bytes.prefix(2000), as: UTF8.self)))")
        return
      }
    }
    // Both outcomes occur, so the check is not vacuous.
    let count = Self.caseCount / Self.shareCount
    #expect(accepted > count / 50 && accepted < count / 2, "\(accepted) of \(count)")
    let elapsed = ContinuousClock.now - start
    #expect(elapsed < .seconds(20) + .milliseconds(1) * Self.caseCount, "\(elapsed)")
  }

  /// Returns what is wrong with the handling of a file in memory, or nil if nothing is.
  private func fault(_ bytes: [UInt8], _ accepted: inout Int) throws -> String? {
    let header: SafetensorsHeader
    do {
      header = try SafetensorsHeader(path: "some/file", fileSize: bytes.count) { Array(bytes[$0]) }
    } catch let problem as Problem {
      return Self.faultInRejection(problem, "some/file")
    }
    accepted += 1
    // Checks the sizes in a different way than the reader does: every byte must belong to exactly one tensor.
    var owners = [Int](repeating: 0, count: bytes.count - header.size)
    for entry in header.entries {
      guard entry.range.upperBound <= owners.count else { return "\(entry) goes past the end" }
      for i in entry.range { owners[i] += 1 }
      let count = entry.shape.sizes.contains(0) ? 0 : entry.shape.sizes.reduce(1, *)
      guard count * entry.type.bitWidth == entry.range.count * 8 else { return "\(entry) has another size" }
    }
    guard owners.allSatisfy({ $0 == 1 }) else { return "bytes that belong to no tensor or to two" }
    return try Self.faultComparedWithFoundation(header, Data(bytes[8..<header.size]))
  }

  private static func faultInRejection(_ problem: Problem, _ path: String) -> String? {
    guard problem.kind == .badData, problem.message.hasPrefix(path), problem.message.count < 500 + path.count,
      !problem.message.contains(where: \.isNewline)
    else { return "the message is \(problem)" }
    return nil
  }

  /// A second opinion: Foundation's parser must read the same from the header.
  private static func faultComparedWithFoundation(_ header: SafetensorsHeader, _ text: Data) throws -> String? {
    // Foundation drops a byte order mark at the start of a string.
    guard text.range(of: Data("\u{FEFF}".utf8)) == nil else { return nil }
    guard var object = try? JSONSerialization.jsonObject(with: text) as? [String: Any] else {
      // JSON has no largest number, but Foundation does; a larger one can occur only in a member that is skipped.
      let isTooLarge = text.split { !"+-.eE0123456789".utf8.contains($0) }.contains {
        Double(String(decoding: $0, as: UTF8.self))?.isInfinite == true
      }
      return isTooLarge ? nil : "Foundation does not accept this header as JSON"
    }
    let metadata = object.removeValue(forKey: "__metadata__") as? [String: String] ?? [:]
    guard metadata == header.metadata, object.count == header.entries.count else { return "other members" }
    for entry in header.entries {
      guard let fields = object[entry.name] as? [String: Any], fields["dtype"] as? String == entry.type.rawValue,
        fields["shape"] as? [Int] == entry.shape.sizes,
        fields["data_offsets"] as? [Int] == [entry.range.lowerBound, entry.range.upperBound]
      else { return "\(entry) is not what Foundation reads" }
    }
    return nil
  }

  /// The same for a file on disk, reading all tensors that can be read.
  private func faultOnDisk(_ bytes: [UInt8]) throws -> String? {
    try withTemporaryPath { path in
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      let file: Safetensors
      do { file = try Safetensors(path) } catch let problem as Problem { return Self.faultInRejection(problem, path) }
      for name in file.names {
        guard let shape = file.shape(of: name), let type = file.type(of: name) else { return "\(name) is lost" }
        guard type.isReadable else { continue }
        guard shape.count <= bytes.count else { return "\(shape) would take memory that no number fills" }
        let tensor = Tensor.full(shape, 12345)
        try file.read(name, into: tensor)
        guard !tensor.elements.contains(12345) else { return "\(name) is not read to its end" }
      }
      return nil
    }
  }
}

/// Generates files, most of them valid, and damages them.
private struct Damage {
  private var random: RandomValues

  init(seed: UInt64) { random = RandomValues(seed: seed) }

  private mutating func below(_ limit: Int) -> Int { limit <= 0 ? 0 : Int(random.next() % UInt64(limit)) }

  private mutating func place(in bytes: [UInt8]) -> Range<Int> {
    let start = below(bytes.count + 1)
    return start..<start + below(min(40, bytes.count - start + 1))
  }

  /// Returns a file with up to four damaged places, occasionally none.
  mutating func file() -> [UInt8] {
    var file = plausibleFile()
    for _ in 0..<below(4) { file.header = damaged(file.header) }
    if below(8) == 0 { file.data = damaged(file.data) }
    var bytes = file.bytes
    switch below(12) {
    case 0: bytes = damaged(bytes)
    case 1: bytes.removeLast(below(bytes.count))
    case 2:
      // A wrong length: close to the right one, or arbitrary.
      let length =
        below(2) == 0 ? UInt64(max(0, file.header.count + below(17) - 8)) : random.next() >> UInt64(below(64))
      file.length = length
      bytes = file.bytes
    case 3:
      let other = plausibleFile().bytes
      bytes = Array(bytes[..<below(bytes.count)] + other[below(other.count)...])
    default: break
    }
    return bytes
  }

  /// Returns a file in which each tensor by itself is valid. Occasionally two have the same name, or one is misplaced.
  private mutating func plausibleFile() -> SafetensorsFile {
    let names = ["a", "wte.weight", "h.0.b\\u00e9", "\u{1F682}", "\\ud83d\\ude82 2", "tab\\t", "", "x y"]
    let types: [Safetensors.ElementType] = [.f32, .f16, .bf16, .f64, .i64, .u8, .bool, .f4]
    var members = below(2) == 0 ? [#""__metadata__":{"format":"pt","k":"v \\ \u20ac"}"#] : []
    var end = 0
    var chosen = names.shuffled(using: &random).prefix(below(5))
    if below(20) == 0 { chosen += ["a", "\\u0061"] }
    for name in chosen {
      let type = types[below(types.count)]
      let shape = (0..<below(4)).map { _ in 2 * below(4) + (below(8) == 0 ? 0 : 2) }
      // F4 is packed in pairs: a single number would fill half a byte.
      let sizes = type == .f4 && shape.isEmpty ? [2] : shape
      let start = below(20) == 0 ? max(0, end + below(17) - 8) : end
      end = start + sizes.reduce(1, *) * type.bitWidth / 8
      let extra = below(6) == 0 ? #","more":[{"x":[1.5e3,null,true,"\""]}]"# : ""
      members.append(
        #""\#(name)":{"dtype":"\#(type.rawValue)","shape":\#(sizes),"data_offsets":[\#(start),\#(end)]\#(extra)}"#)
    }
    let data = (0..<end).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    return SafetensorsFile("{\(members.shuffled(using: &random).joined(separator: ","))}  ", data: data)
  }

  private mutating func damaged(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    guard !bytes.isEmpty else { return Array(Self.tokens[below(Self.tokens.count)]) }
    let place = place(in: bytes)
    switch below(9) {
    case 0: bytes[below(bytes.count)] ^= 1 << UInt8(below(8))
    case 1: bytes[below(bytes.count)] = UInt8(truncatingIfNeeded: random.next())
    case 2:
      bytes.insert(
        contentsOf: (0...below(8)).map { _ in UInt8(truncatingIfNeeded: random.next()) }, at: place.lowerBound)
    case 3: bytes.removeSubrange(place)
    case 4: bytes.insert(contentsOf: bytes[place], at: place.upperBound)
    case 5: bytes.insert(contentsOf: bytes[place], at: below(bytes.count))
    case 6: bytes.insert(contentsOf: Self.tokens[below(Self.tokens.count)], at: place.lowerBound)
    default:
      // Replaces a number: by another from the same text, by one close to it, or by a hostile token.
      let numbers = Self.numbers(in: bytes)
      guard !numbers.isEmpty else { break }
      let target = numbers[below(numbers.count)]
      let value = Int(String(decoding: bytes[target], as: UTF8.self)) ?? 0
      switch below(4) {
      case 0: bytes.replaceSubrange(target, with: Array("\(max(0, value &+ below(9) &- 4))".utf8))
      case 1: bytes.replaceSubrange(target, with: Self.tokens[below(Self.tokens.count)])
      default: bytes.replaceSubrange(target, with: Array(bytes[numbers[below(numbers.count)]]))
      }
    }
    return bytes
  }

  /// The ranges of the runs of digits.
  private static func numbers(in bytes: [UInt8]) -> [Range<Int>] {
    var runs: [Range<Int>] = []
    for (i, byte) in bytes.enumerated() where 0x30...0x39 ~= byte {
      if let last = runs.last, last.upperBound == i {
        runs[runs.count - 1] = last.lowerBound..<i + 1
      } else {
        runs.append(i..<i + 1)
      }
    }
    return runs
  }

  private static let tokens: [[UInt8]] =
    [
      "0", "-1", "-0", "01", "1.5", "1e9", "18446744073709551615", "9223372036854775807", "9223372036854775808",
      "4611686018427387904", "2305843009213693952", String(repeating: "9", count: 400), "null", "true", "\"", "\\", "{",
      "}", "[", "]", ",", ":", "{}", "[]", " ", "\n", "\0", "\\u0000", "\\ud800", "\\udc00", "\\u00",
      String(repeating: "[", count: 5000), String(repeating: "{\"a\":", count: 1000), "\"__metadata__\":{},",
      "\"dtype\":\"F32\",", "\"shape\":[0],", "\"data_offsets\":[0,0],", "\"F16\"", "\"F99\"", "\u{FEFF}", "/**/",
      "NaN",
    ].map { Array($0.utf8) } + [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xC3]]
}
