import Foundation
import TestSupport
import Testing

/// A folder with character and word models and with files of all kinds.
private func workshop() throws -> Program {
  let program = try Program()
  try program.write(smallText(), to: "text.txt")
  for (level, order) in [("character", "5"), ("word", "3")] {
    let result = try program("train", "text.txt", "--level", level, "--order", order, "--out", level, "--quiet")
    precondition(result.status == 0, result.errors)
  }
  try program.write("", to: "empty")
  try program.write("x", to: "one")
  try program.write("the ferry sees Ζυρίχη and 夜, 👩‍🚀 too\r\n", to: "unseen")
  try (Data("the goat ".utf8) + Data([0xFF, 0xFE, 0xC3, 0, 0x80])).write(to: program.file("bytes"))
  return program
}

/// A folder to which tests only add files, without changing what is there.
private let shop: Program = {
  do {
    let program = try workshop()
    let result = try program("compress", "text.txt", "--model", "character", "--out", "good.kz", "--quiet")
    precondition(result.status == 0, result.errors)
    var file = try Data(contentsOf: program.file("good.kz"))
    try file.prefix(file.count / 2).write(to: program.file("cut.kz"))
    try file.prefix(20).write(to: program.file("stump.kz"))
    file[file.count / 2] ^= 4
    try file.write(to: program.file("changed.kz"))
    try program.write("PK\u{3}\u{4} not one of ours", to: "foreign.kz")
    try program.write("kept", to: "there")
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test(arguments: ["character", "word"], ["text.txt", "empty", "one", "unseen", "bytes"])
func filesRoundTrip(model: String, name: String) throws {
  let (small, back) = ("\(name).\(model).kz", "\(name).\(model).back")
  let result = try shop("compress", name, "--model", model, "--out", small)
  #expect(result.status == 0, "\(result.errors)")
  let original = try Data(contentsOf: shop.file(name))
  #expect(result.figures["bytes_before"] == Double(original.count))
  #expect(try result.figures["bytes_after"] == Double(Data(contentsOf: shop.file(small)).count))
  let restored = try shop("decompress", small, "--model", model, "--out", back)
  #expect(restored.status == 0 && restored.figures["bytes_after"] == Double(original.count), "\(restored.errors)")
  #expect(try Data(contentsOf: shop.file(back)) == original)
}

@Test func aGPTCompressesToo() throws {
  let trainer = try Program("char-gpt")
  defer { trainer.remove() }
  try trainer.write(smallText(), to: "text.txt")
  let training = try trainer.run(
    "train text.txt --out run --steps 30 --layers 1 --heads 2 --embedding 16 --context 16 --batch 4 --quiet".words)
  #expect(training.status == 0, "\(training.errors)")
  let model = trainer.file("run").path
  for name in ["unseen", "empty", "bytes"] {
    let (small, back) = ("\(name).gpt.kz", "\(name).gpt.back")
    #expect(try shop("compress", name, "--model", model, "--out", small).status == 0)
    #expect(try shop("decompress", small, "--model", model, "--out", back, "--threads", "1").status == 0)
    #expect(try Data(contentsOf: shop.file(back)) == Data(contentsOf: shop.file(name)))
  }
  let other = try shop("decompress", "unseen.gpt.kz", "--model", "character", "--out", "unseen.other")
  #expect(other.status == 65 && other.errors.contains("another model"))
}

@Test func compressReportsItsFigures() throws {
  let text = smallText()
  let result = try shop("compress", "text.txt", "--model", "character", "--out", "figures.kz")
  let figures = result.figures, characters = Double(text.unicodeScalars.count)
  let bits = try #require(figures["bits_per_character"]), model = try #require(figures["model_bits_per_character"])
  #expect(abs(bits - 8 * (figures["bytes_after"] ?? 0) / characters) < 1e-4)
  // The frame of 44 bytes, and a byte or two from the coder.
  #expect(bits > model && (bits - model) * characters / 8 < 47 + model * characters / 8 / 1000)
  #expect(bits < 1.5 && figures["escaped_bytes"] == 0 && (figures["bytes_per_second"] ?? 0) > 0)
  #expect(result.errors.contains("figures.kz"))
  let json = try object(shop.run("compress text.txt --model character --out json.kz --json".words).output)
  #expect(json["bytes_after"] as? Double == figures["bytes_after"] && json["out"] as? String == "json.kz")
  let back = try object(shop.run("decompress json.kz --model character --out json.txt --json".words).output)
  #expect(back["bytes_after"] as? Int == text.utf8.count)
}

@Test func aModelWithoutSmoothingHasNoFigureForImpossibleText() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  try program.write("the goat waits at the river\n", to: "other.txt")
  let arguments = ["text.txt", "--smoothing", "none", "--order", "3", "--validation", "0", "--quiet"]
  #expect(try program.run(["train"] + arguments).status == 0)
  let known = try program("compress", "text.txt")
  #expect(known.figures["model_bits_per_character"] != nil && !known.errors.contains("probability 0"))
  let result = try program("compress", "other.txt")
  #expect(result.status == 0 && result.errors.contains("probability 0") && !result.output.contains("inf"))
  #expect(result.figures["model_bytes"] == nil && result.figures["model_bits_per_character"] == nil)
  #expect(result.figures["bits_per_character"] != nil)
}

@Test func gzipIsShownForComparisonIfTheSystemHasZlib() throws {
  let result = try shop("compress", "text.txt", "--model", "character", "--out", "gzip.kz")
  let gzip = result.figures["gzip_bits_per_character"]
  #expect((gzip == nil) == result.errors.contains("zlib"))
  guard let gzip, FileManager.default.isExecutableFile(atPath: "/usr/bin/gzip") else { return }
  let process = Process(), pipe = Pipe()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
  process.arguments = ["-9", "-n", "-c", shop.file("text.txt").path]
  process.standardOutput = pipe
  try process.run()
  let size = pipe.fileHandleForReading.readDataToEndOfFile().count
  process.waitUntilExit()
  #expect(abs(gzip * Double(smallText().utf8.count) / 8 - Double(size)) < 0.02 * Double(size))
}

@Test func aFileThatAnnouncesFarMoreThanItsSizeNeedsALimit() throws {
  try Data(count: 1_000_001).write(to: shop.file("zeros"))
  let small = try shop.run("compress zeros --model character --out zeros.kz".words)
  #expect(small.status == 0 && small.errors.contains("--maximum-bytes 1000001"), "\(small.errors)")
  try shop.expectRefusal(
    WrongCommand("decompress zeros.kz --model character --out new", 65, "zeros.kz", "1000001", "--maximum-bytes"))
  try shop.expectRefusal(
    WrongCommand("decompress good.kz --model character --out new --maximum-bytes 100", 65, "good.kz", "more than 100"))
  let restored = try shop.run("decompress good.kz --model character --out good.back --maximum-bytes 10000000".words)
  #expect(restored.status == 0, "\(restored.errors)")
}

@Test func outputNamesFollowFromTheFile() throws {
  let program = try workshop()
  defer { program.remove() }
  // If no model is named, the newest one under runs/ is used.
  #expect(try program("train", "text.txt", "--quiet").status == 0)
  #expect(try program("compress", "text.txt").status == 0)
  #expect(try program("compress", "text.txt").status == 73)
  #expect(try program("compress", "text.txt", "--overwrite").status == 0)
  #expect(try program("decompress", "text.txt.kz").status == 73)
  try FileManager.default.removeItem(at: program.file("text.txt"))
  #expect(try program("decompress", "text.txt.kz").status == 0)
  #expect(try program.text("text.txt") == smallText())
  #expect(try !program.contents().contains { $0.hasSuffix(".partial") })
}

@Test(arguments: [
  WrongCommand("compress", 64, "FILE"),
  WrongCommand("compress nowhere --model character --out new", 66, "nowhere"),
  WrongCommand("compress character --model character --out new", 66, "character", "folder"),
  WrongCommand("compress text.txt --model nowhere --out new", 66, "nowhere"),
  WrongCommand("compress text.txt --model text.txt --out new", 64, "text.txt is a file"),
  WrongCommand("compress text.txt --model character --out text.txt --overwrite", 73, "text.txt is an input"),
  WrongCommand("compress text.txt --model character --out ./text.txt", 73, "./text.txt is an input"),
  WrongCommand("compress one --model character --out character/model.ngram --overwrite", 73, "is an input"),
  WrongCommand("decompress good.kz --model character --out good.kz --overwrite", 73, "good.kz is an input"),
  WrongCommand("compress text.txt --model character --out character", 73, "is a folder"),
  WrongCommand("compress text.txt --model character --out there", 73, "there", "--overwrite"),
  WrongCommand("compress text.txt --model character --out new/file", 73, "new/file"),
  WrongCommand("compress text.txt --model character --out new --order 3", 64, "--order"),
  WrongCommand("decompress nowhere.kz --model character --out new", 66, "nowhere.kz"),
  WrongCommand("decompress text.txt --model character", 64, "text.txt", "--out"),
  WrongCommand("decompress text.txt --model character --out new", 65, "text.txt"),
  WrongCommand("decompress foreign.kz --model character --out new", 65, "foreign.kz"),
  WrongCommand("decompress empty --model character --out new", 65, "empty"),
  WrongCommand("decompress cut.kz --model character --out new", 65, "cut.kz", "cut short"),
  WrongCommand("decompress stump.kz --model character --out new", 65, "stump.kz", "cut short"),
  WrongCommand("decompress changed.kz --model character --out new", 65, "changed.kz", "damaged"),
  WrongCommand("decompress good.kz --model word --out new", 65, "good.kz", "another model"),
  WrongCommand("decompress good.kz --model character --out there", 73, "there"),
])
func mistakesInCompressionLeaveNothingBehind(_ command: WrongCommand) throws {
  try shop.expectRefusal(command)
  #expect(try shop.text("there") == "kept" && shop.text("text.txt") == smallText())
}

extension String {
  fileprivate var words: [String] { split(separator: " ").map(String.init) }
}

@Test(arguments: ["text.txt", "empty", "one", "unseen", "bytes"])
func withoutAModelTheCompressorLearns(name: String) throws {
  let (small, back) = ("\(name).learned.kz", "\(name).learned.back")
  let result = try shop("compress", name, "--learn", "--out", small)
  #expect(result.status == 0 && !result.errors.contains("using"), "\(result.errors)")
  let restored = try shop("decompress", small, "--out", back)
  #expect(restored.status == 0, "\(restored.errors)")
  #expect(try Data(contentsOf: shop.file(back)) == Data(contentsOf: shop.file(name)))
  let named = try shop("decompress", small, "--out", "\(name).named", "--model", "character")
  #expect(named.status == 64 && named.errors.contains("without a model"))
}

@Test func onlyANetworkCanLearnAsOne() throws {
  for (options, message) in [([], "needs --model"), (["--model", "character"], "has no network")] {
    let result = try shop.run(["compress", "text.txt", "--learn-network", "--out", "refused.kz"] + options)
    #expect(result.status == 64 && result.errors.contains(message), "\(result.errors)")
  }
}

@Test func aModelLearnsFromTheFileToo() throws {
  let (fixed, learned) = ("text.fixed.kz", "text.learning.kz")
  let before = try shop("compress", "text.txt", "--model", "character", "--out", fixed)
  let after = try shop("compress", "text.txt", "--model", "character", "--learn", "--out", learned)
  #expect(after.status == 0 && (after.figures["bytes_after"] ?? 0) < (before.figures["bytes_after"] ?? 0))
  let restored = try shop("decompress", learned, "--model", "character", "--out", "text.learning.back")
  #expect(restored.status == 0, "\(restored.errors)")
  #expect(try Data(contentsOf: shop.file("text.learning.back")) == Data(contentsOf: shop.file("text.txt")))
  let words = try shop("compress", "text.txt", "--model", "word", "--learn", "--out", "text.words.kz")
  #expect(words.status == 65 && words.errors.contains("words"))
}

@Test func aMixtureCompressesWithAndWithoutLearning() throws {
  let trainer = try Program("char-gpt")
  defer { trainer.remove() }
  try trainer.write(smallText(), to: "text.txt")
  let training = try trainer.run(
    "train text.txt --out run --steps 30 --layers 1 --heads 2 --embedding 16 --context 16 --batch 4 --quiet".words)
  #expect(training.status == 0, "\(training.errors)")
  let mixing = try trainer.run("mix text.txt --model run --out mixture --quiet".words)
  #expect(mixing.status == 0, "\(mixing.errors)")
  let model = trainer.file("mixture").path
  for (name, options) in [
    ("text.txt", []), ("text.txt", ["--learn"]), ("unseen", ["--learn"]), ("text.txt", ["--learn-network"]),
  ] {
    let (small, back) = ("\(name).mixture.kz", "\(name).mixture.back")
    let result = try shop.run(["compress", name, "--model", model, "--out", small, "--overwrite"] + options)
    #expect(result.status == 0, "\(result.errors)")
    #expect(
      try shop.run(["decompress", small, "--model", model, "--threads", "1", "--out", back, "--overwrite"]).status == 0)
    #expect(try Data(contentsOf: shop.file(back)) == Data(contentsOf: shop.file(name)))
    // The network alone is another model.
    let other = try shop.run(["decompress", small, "--model", trainer.file("run").path, "--out", "other"])
    #expect(other.status == 65 && other.errors.contains("another model"))
  }
}
