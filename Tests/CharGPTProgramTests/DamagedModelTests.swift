import Foundation
import Testing
import TestSupport

/// A way to damage a model file, and words that the message must contain.
struct ModelDamage: CustomTestStringConvertible, Sendable {
  let testDescription: String
  /// Makes the damaged file from the header and numbers of the good one.
  let file: @Sendable (_ header: String, _ numbers: Data) -> Data
  let words: [String]

  /// Damage to the whole file.
  init(_ name: String, _ words: String..., file: @escaping @Sendable (_ header: String, _ numbers: Data) -> Data) {
    testDescription = name
    self.words = words
    self.file = file
  }

  /// Replaces a text in the header by another, at its first occurrence.
  init(_ name: String, _ words: String..., replacing old: String, with new: String) {
    testDescription = name
    self.words = words
    file = { header, numbers in
      let place = header.range(of: old)
      precondition(place != nil, "\(old) is not in \(header)")
      return assembled(header.replacingCharacters(in: place!, with: new), numbers)
    }
  }
}

/// A file with this header, a header length that can be wrong, and these numbers.
private func assembled(_ header: String, _ numbers: Data, length: UInt64? = nil) -> Data {
  withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) { Data($0) } + Data(header.utf8) + numbers
}

/// A folder with a trained model, and the two parts of its file.
private let good: (program: Program, header: String, numbers: Data) = {
  do {
    let program = try Program()
    try program.write(smallText(), to: "text.txt")
    let result = try program.run(["train", "text.txt", "--out", "good", "--steps", "1", "--quiet"] + tinyShape)
    precondition(result.status == 0, result.errors)
    let file = try Data(contentsOf: program.file("good/model.safetensors"))
    let length = file.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = String(decoding: file.dropFirst(8).prefix(length), as: UTF8.self)
    return (program, header, Data(file.dropFirst(8 + length)))
  } catch { fatalError("\(error)") }
}()

private let damages: [ModelDamage] = [
  ModelDamage("empty", "only 0 bytes") { _, _ in Data() },
  ModelDamage("seven bytes", "only 7 bytes") { _, _ in Data(count: 7) },
  ModelDamage("a header of no bytes", "no bytes") { _, numbers in assembled("", numbers) },
  ModelDamage("a header beyond the file", "more than the file") { assembled($0, $1, length: 1 << 62) },
  ModelDamage("a header of the largest length", "more than the file") { assembled($0, $1, length: .max) },
  ModelDamage("cut in the header", "more than the file") { header, _ in assembled(header, Data()).prefix(100) },
  ModelDamage("cut in the numbers", "bytes follow the header") { assembled($0, $1.dropLast()) },
  ModelDamage("longer than its tensors", "bytes follow the header") { assembled($0, $1 + Data(count: 4)) },
  ModelDamage("another kind of file", "more than the file") { _, _ in Data("PK\u{3}\u{4} an archive".utf8) },
  ModelDamage("a list as the header", "not a JSON object") { _, numbers in assembled("[]", numbers) },
  ModelDamage("deep brackets", "64 nested brackets") { header, numbers in
    assembled(#"{"a":{"b":"# + String(repeating: "[", count: 300_000), numbers)
  },
  ModelDamage("NUL after the header", "last bracket") { assembled($0 + "\0", $1) },
  ModelDamage("not UTF-8", "UTF-8") { header, numbers in
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Data($0) }
      + Data(header.utf8.map { $0 == UInt8(ascii: "w") ? 0xFF : $0 }) + numbers
  },
  ModelDamage("a missing comma", "byte", "expected", replacing: "},\"", with: "} \""),
  ModelDamage("one comma too many", "byte", "expected", replacing: "],\"", with: "],,\""),
  ModelDamage("a wrong escape", "escape", replacing: "\"dtype\"", with: "\"dt\\ype\""),
  ModelDamage("half a surrogate pair", "surrogate", replacing: "\"pt\"", with: "\"\\ud800\""),
  ModelDamage("metadata that is not text", "expected a string", replacing: "\"pt\"", with: "1"),
  ModelDamage("an unknown type", "tensor \"", "unknown type \"F33\"", replacing: "F32", with: "F33"),
  ModelDamage("an unsupported type", "tensor \"", "type I32", "BF16", replacing: "F32", with: "I32"),
  ModelDamage("a type of another size", "tensor \"", "as F16", "span", replacing: "F32", with: "F16"),
  ModelDamage("a negative offset", "negative", replacing: "\"data_offsets\":[0", with: "\"data_offsets\":[-1"),
  ModelDamage("a fraction", "fraction", replacing: "\"data_offsets\":[0", with: "\"data_offsets\":[0.5"),
  ModelDamage(
    "a huge offset", "above", replacing: "\"data_offsets\":[0", with: "\"data_offsets\":[99999999999999999999"),
  ModelDamage(
    "an end before the start", "before its start", replacing: "\"data_offsets\":[0", with: "\"data_offsets\":[9999999"),
  ModelDamage("an overflowing shape", "shape", replacing: "\"shape\":[", with: "\"shape\":[4611686018427387904,"),
  ModelDamage("a negative size", "negative", replacing: "\"shape\":[", with: "\"shape\":[-"),
  ModelDamage(
    "a hundred axes", "more than 8", replacing: "\"shape\":[", with: "\"shape\":[" + String(repeating: "1,", count: 100)
  ),
  ModelDamage("no shape", "no \"shape\"", replacing: "\"shape\"", with: "\"form\""),
  ModelDamage("a type twice", "twice", replacing: "\"shape\"", with: "\"dtype\":\"F32\",\"shape\""),
  ModelDamage("a shape of the same size", "shape", "needed", replacing: "\"shape\":[", with: "\"shape\":[1,"),
  ModelDamage("a missing tensor", "tensor \"token.weight\"", "needed", replacing: "token.weight", with: "taken.weight"),
  ModelDamage("one tensor too many", "extra", "does not have") { header, numbers in
    let extra = #"{"extra":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"#
    return assembled(extra + header.dropFirst(), numbers)
  },
  ModelDamage("a tensor twice", "token.weight", "twice") { header, numbers in
    let twice = #"{"token.weight":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"#
    return assembled(twice + header.dropFirst(), numbers)
  },
  ModelDamage("overlapping tensors", "overlaps") { header, numbers in
    let other = #"{"other":{"dtype":"U8","shape":[4],"data_offsets":[4,8]},"#
    return assembled(other + header.dropFirst(), numbers)
  },
  ModelDamage("a gap", "gap of 4 bytes") { header, numbers in
    let other = #"{"other":{"dtype":"U8","shape":[4],"data_offsets":[\#(numbers.count + 4),\#(numbers.count + 8)]},"#
    return assembled(other + header.dropFirst(), numbers + Data(count: 8))
  },
  ModelDamage("NaN", "not finite") { assembled($0, Data([0, 0, 0xC0, 0x7F]) + $1.dropFirst(4)) },
  ModelDamage("infinity at the end", "not finite") { assembled($0, $1.dropLast(4) + Data([0, 0, 0x80, 0x7F])) },
]

/// Sizes in an altered `config.json`, with words of the message: they are compared with the model's file before any
/// memory is taken for them. Each size would take gigabytes.
@Test(
  arguments: [
    ([("vocabulary", 16_777_216)], "token.weight"), ([("embedding", 65_536)], "token.weight"),
    ([("context", 16_777_216)], "position.weight"), ([("layers", 4096)], "4096 layers"),
    ([("vocabulary", 16_777_216), ("embedding", 4096), ("layers", 4096)], "4096 layers"),
  ] as [([(String, Int)], String)])
func alteredSizesTakeNoMemory(sizes: [(String, Int)], word: String) throws {
  let program = good.program, model = "altered-\(sizes.map(\.0).joined(separator: "-"))"
  try FileManager.default.copyItem(at: program.file("good"), to: program.file(model))
  for folder in [model, "\(model)/last"] {
    var config = try program.text("\(folder)/config.json")
    for (name, size) in sizes {
      config = config.replacing(try Regex("\"\(name)\" : \\d+"), with: "\"\(name)\" : \(size)")
    }
    try program.write(config, to: "\(folder)/config.json")
  }
  for arguments in [
    ["train", "--resume", "--out", model], ["train", "--resume", "--out", model, "--force"],
    ["parameters", "--model", model], ["parameters", "--model", "\(model)/last"],
  ] {
    let result = try program.start(arguments, memoryLimit: 500_000).wait()
    #expect(result.status == 65 && result.errors.contains(word), "\(arguments): \(result.errors)")
  }
  // Commands that need the tokenizer find out even earlier.
  let result = try program.start(["next", "--model", model], memoryLimit: 500_000).wait()
  #expect(result.status == 65, "\(result.errors)")
}

/// Nothing in the file of a rotary model depends on its context, so an altered one cannot be refused; but it takes memory
/// only for the tokens that are there.
@Test func anAlteredContextOfARotaryModelTakesNoMemory() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  let training = try program.run(
    ["train", "text.txt", "--out", "run", "--steps", "1", "--positions", "rotary", "--quiet"] + tinyShape)
  #expect(training.status == 0, "\(training.errors)")
  let config = try program.text("run/config.json")
  try program.write(config.replacing(/"context" : \d+/, with: "\"context\" : 16777216"), to: "run/config.json")
  for arguments in [["next", "--model", "run", "--prompt", "a"], ["parameters", "--model", "run"]] {
    let result = try program.start(arguments, memoryLimit: 500_000).wait()
    #expect(result.status == 0, "\(arguments): \(result.errors)")
  }
}

@Test func stepsOfTooManyTokensAreRefusedBeforeTheyAreDrawn() throws {
  let program = good.program
  try FileManager.default.copyItem(at: program.file("good"), to: program.file("accumulated"))
  let config = try program.text("accumulated/config.json")
  try program.write(
    config.replacing("\"accumulate\" : 1", with: "\"accumulate\" : 65536")
      .replacing("\"batch\" : 4", with: "\"batch\" : 65536"), to: "accumulated/config.json")
  let result = try program.start(
    ["train", "--resume", "--out", "accumulated", "--steps", "3"], memoryLimit: 500_000
  ).wait()
  #expect(result.status == 64 && result.errors.contains("memory"), "\(result.errors)")
}

@Test(arguments: damages)
func damagedModelsAreRefusedByFileName(_ damage: ModelDamage) throws {
  let model = damage.testDescription.replacingOccurrences(of: " ", with: "-")
  let (program, header, numbers) = good
  try FileManager.default.copyItem(at: program.file("good"), to: program.file(model))
  try damage.file(header, numbers).write(to: program.file("\(model)/model.safetensors"))
  let result = try program.run(["sample", "--model", model, "--tokens", "1"])
  #expect(result.status == 65, "\(result.errors)")
  #expect(result.output.isEmpty)
  #expect((1...2).contains(result.errors.split(separator: "\n").count), "\(result.errors)")
  for word in damage.words + ["\(model)/model.safetensors"] {
    #expect(result.errors.contains(word), "\(word) is not in: \(result.errors)")
  }
}

/// Each number is finite, so the file loads, but the logits are not. Token 0 was drawn from them, again and again.
@Test(arguments: [
  "next", "next --temperature 0", "sample --tokens 3", "sample --tokens 3 --temperature 0 --json",
  "sample --tokens 3 --top-k 2 --top-p 0.5 --samples 2",
])
func aModelWhoseLogitsAreNotFiniteIsRefused(command: String) throws {
  let (program, header, numbers) = good
  let model = "huge-" + command.filter { $0.isLetter || $0.isNumber }
  try FileManager.default.copyItem(at: program.file("good"), to: program.file(model))
  var huge = Data()
  for i in 0..<numbers.count / 4 {
    withUnsafeBytes(of: Float(i % 3 == 0 ? 3e38 : -3e38).bitPattern.littleEndian) { huge.append(contentsOf: $0) }
  }
  try assembled(header, huge).write(to: program.file("\(model)/model.safetensors"))
  let result = try program.run(command.split(separator: " ").map(String.init) + ["--model", model])
  #expect(result.status == 65 && result.output.isEmpty, "\(result.output) \(result.errors)")
  #expect(result.errors.contains("the model's numbers are not finite"), "\(result.errors)")
}
