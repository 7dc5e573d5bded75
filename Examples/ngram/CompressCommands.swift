import Compression
import Console
import Files
import Foundation
import Mixtures
import NGrams
import Reports
import Runs
import Transformers

private let text = Argument(
  "FILE", help: "the file to compress; any file works, but text like the model's training text compresses best")
private let compressed = Argument("FILE", help: "the file to decompress")
private let compressedOut = CommonOptions.outFile("the file to write (default: FILE.kz)")
private let textOut = CommonOptions.outFile("the file to write (default: FILE without .kz)")
private let maximumBytes = Option<Int>.optional(
  "maximum-bytes", help: "the most bytes to restore (default: 1,000 times those of FILE, and at least a million)",
  in: 0...)
private let model = Option<String>.optional(
  "model",
  help: "the folder of an n-gram model, or a run or mixture of char-gpt (default: the latest n-gram model under runs/, "
    + "or with --learn none)",
  placeholder: "DIR")
private let learn = Flag(
  "learn",
  help: "learn from the file on the way, beside the predictions of --model, or from nothing: as small as the best "
    + "compressors, about 50,000 bytes per second")

private let learnNetwork = Flag(
  "learn-network",
  help: "also train the network of --model, a run or mixture of char-gpt, on what it has read; includes --learn")

/// The figures of a compressed file, for people and scripts.
private struct Figures: Encodable {
  let out: String
  let bytesBefore: Int
  let bytesAfter: Int
  private(set) var bitsPerCharacter: Double?
  private(set) var modelBitsPerCharacter: Double?
  private(set) var gzipBitsPerCharacter: Double?
  /// The size implied by the model's own probabilities; nil if it gave a token probability 0.
  private(set) var modelBytes: Double?
  let escapedBytes: Int
  let elapsedS: Double
  let bytesPerSecond: Double

  init(_ data: Data, _ figures: TextCompressor.Figures, out: String, seconds: Double) {
    self.out = out
    bytesBefore = figures.bytesBefore
    bytesAfter = figures.bytesAfter
    // The model has no probability for bytes without a token, so the cost of their escapes is used instead.
    let estimate = (figures.modelBits + figures.escapeBits) / 8
    if estimate.isFinite { modelBytes = estimate }
    escapedBytes = figures.escapedBytes
    elapsedS = seconds
    bytesPerSecond = Double(data.count) / seconds
    let characters = Double(String(decoding: data, as: UTF8.self).unicodeScalars.count)
    guard characters > 0 else { return }
    bitsPerCharacter = 8 * Double(bytesAfter) / characters
    modelBitsPerCharacter = modelBytes.map { 8 * $0 / characters }
    gzipBitsPerCharacter = gzipSize(of: data).map { 8 * Double($0) / characters }
  }

  func print(_ remarks: Remarks) throws {
    if bytesBefore > 0, gzipBitsPerCharacter == nil {
      remarks.say("the system has no zlib, so there is no gzip figure to compare with")
    }
    if escapedBytes > 0 {
      let bytes = Formats.count(escapedBytes, "byte")
      remarks.say("\(bytes) had no token in the model and \(escapedBytes == 1 ? "was" : "were") coded one by one")
    }
    if bytesBefore > TextCompressor.usualLimit(ofFile: bytesAfter) {
      remarks.say("decompress restores that much from so small a file only with --maximum-bytes \(bytesBefore)")
    }
    if modelBytes == nil {
      remarks.say("the model gave some tokens probability 0, so there is no figure for the model alone")
    }
    remarks.say("\(out): \(Formats.bytes(bytesBefore)) became \(Formats.bytes(bytesAfter))")
    let all: [(String, Double?)] = [
      ("bytes_before", Double(bytesBefore)), ("bytes_after", Double(bytesAfter)),
      ("bits_per_character", bitsPerCharacter), ("model_bits_per_character", modelBitsPerCharacter),
      ("gzip_bits_per_character", gzipBitsPerCharacter), ("model_bytes", modelBytes),
      ("escaped_bytes", Double(escapedBytes)), ("elapsed_s", elapsedS), ("bytes_per_second", bytesPerSecond),
    ]
    try printFigures(all.compactMap { name, value in value.map { (name, $0) } })
  }
}

let compressCommand = Command(
  "compress", summary: "compress a file without loss, using the predictions of a model", arguments: [text],
  options: [
    model, learn, learnNetwork, compressedOut, CommonOptions.overwrite, CommonOptions.threads, CommonOptions.json,
    CommonOptions.quiet,
  ]
) { parsed in
  let path = parsed[text], remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let network = parsed[learnNetwork], learning = parsed[learn] || network
  guard !network || parsed[model] != nil else {
    throw Problem(.usage, "--learn-network needs --model, with a run or a mixture of char-gpt")
  }
  let folder = learning && parsed[model] == nil ? nil : try modelFolder(parsed, remarks)
  let out = try OutputFile.checked(parsed[compressedOut] ?? path + ".kz", parsed, reading: [path] + files(of: folder))
  let data = try readFile(path), compressor = try compressor(folder, learning: learning, network: network)
  let started = ContinuousClock.now
  let (file, figures) = compressor.compress(data) { done in
    remarks.update("\(path): \(Formats.bytes(done)) of \(Formats.bytes(data.count))")
  }
  remarks.finish()
  let seconds = (ContinuousClock.now - started) / .seconds(1)
  try writeFile(file, to: out)
  let answer = Figures(data, figures, out: out, seconds: seconds)
  if parsed[CommonOptions.json] { return try printJSON(answer) }
  try answer.print(remarks)
}

/// The answer of `decompress` with `--json`.
private struct Restored: Encodable {
  let out: String
  let bytesBefore: Int
  let bytesAfter: Int
  let elapsedS: Double
  let bytesPerSecond: Double
}

let decompressCommand = Command(
  "decompress", summary: "restore a file that compress wrote", arguments: [compressed],
  options: [
    model, textOut, maximumBytes, CommonOptions.overwrite, CommonOptions.threads, CommonOptions.json,
    CommonOptions.quiet,
  ]
) { parsed in
  let path = parsed[compressed], remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  guard let wanted = parsed[textOut] ?? (path.hasSuffix(".kz") ? String(path.dropLast(3)) : nil) else {
    throw Problem(
      .usage, "\(path) does not end in .kz, so the output file has no name", suggestion: "Pass --out FILE.")
  }
  // A file says itself whether it needs a model.
  let file = try readFile(path), needs = try TextCompressor.Needs(file, name: path)
  if !needs.model, parsed[model] != nil {
    throw Problem(.usage, "\(path) was compressed without a model", suggestion: "Leave out --model.")
  }
  let folder = needs.model ? try modelFolder(parsed, remarks) : nil
  let out = try OutputFile.checked(wanted, parsed, reading: [path] + files(of: folder))
  let compressor = try compressor(folder, learning: needs.learning, network: needs.network)
  let started = ContinuousClock.now
  let data = try compressor.decompress(file, name: path, limit: parsed[maximumBytes]) { done, all in
    remarks.update("\(path): \(Formats.bytes(done)) of \(Formats.bytes(all))")
  }
  remarks.finish()
  let seconds = (ContinuousClock.now - started) / .seconds(1)
  try writeFile(data, to: out)
  let answer = Restored(
    out: out, bytesBefore: file.count, bytesAfter: data.count, elapsedS: seconds,
    bytesPerSecond: Double(data.count) / seconds)
  if parsed[CommonOptions.json] { return try printJSON(answer) }
  remarks.say("\(out): \(Formats.bytes(file.count)) restored to the original \(Formats.bytes(data.count))")
  try printFigures([
    ("bytes_before", Double(file.count)), ("bytes_after", Double(data.count)), ("elapsed_s", seconds),
    ("bytes_per_second", answer.bytesPerSecond),
  ])
}

/// Returns the folder of the model that the user named, or of the latest n-gram model.
private func modelFolder(_ parsed: Parsed, _ remarks: Remarks) throws -> String {
  let asked = parsed[model]
  let folders = asked.map(isGPT) == true ? gptFolders : ModelArguments.folders
  return try folders.model(asked: asked, remarks)
}

private let gptFolders = ModelFolders(program: "char-gpt", files: gptFiles)
private let gptFiles = ["model.safetensors", "config.json", "tokenizer.json"]

private func isGPT(_ folder: String) -> Bool {
  func holds(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: (folder as NSString).appendingPathComponent(name))
  }
  return holds("model.safetensors") && !holds("model.ngram")
}

/// Returns the paths of the model's own files, if there is a model.
private func files(of folder: String?) -> [String] {
  guard let folder else { return [] }
  return ModelArguments.files(
    of: folder,
    SavedMixture.isMixture(folder) ? SavedMixture.fileNames : isGPT(folder) ? gptFiles : SavedNGram.fileNames)
}

/// Returns the compressor of a model, or of none, which learns.
private func compressor(_ folder: String?, learning: Bool, network: Bool) throws -> TextCompressor {
  guard let folder else { return .learning() }
  if SavedMixture.isMixture(folder) {
    return try SavedMixture(folder: folder).compressor(learning: learning, network: network)
  }
  if isGPT(folder) {
    let saved = try SavedGPT(folder: folder)
    return try learning ? saved.learningCompressor(network: network) : saved.compressor()
  }
  guard !network else {
    throw Problem(.usage, "\(folder) holds an n-gram model, which has no network that could learn")
  }
  let saved = try SavedNGram(folder: folder)
  return learning ? try saved.learningCompressor() : try saved.compressor()
}
