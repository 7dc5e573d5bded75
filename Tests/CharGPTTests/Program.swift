import Foundation

/// Runs the built `char-gpt` as a user would: arguments in; output, exit code and files out.
struct Program {
  /// What a run gave.
  struct Result {
    let status: Int32
    let output: String
    let errors: String

    /// The values of `name value` pairs on the output's last line.
    var figures: [String: Double] {
      let words = (output.split(separator: "\n").last ?? "").split(separator: " ").map(String.init)
      return Dictionary(
        zip(words.indices, words).compactMap { i, word in
          i % 2 == 0 && i + 1 < words.count ? Double(words[i + 1]).map { (word, $0) } : nil
        }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// The folder in which the program runs.
  let folder: URL

  /// A fresh, empty folder; the caller removes it.
  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  func remove() { try? FileManager.default.removeItem(at: folder) }

  func callAsFunction(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
    try run(arguments, environment: environment)
  }

  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    let process = Process()
    process.executableURL = Self.products.appendingPathComponent("char-gpt")
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: a pipe that nobody empties would stop the program.
    let capture = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
    let (output, errors) = (capture.appendingPathExtension("out"), capture.appendingPathExtension("err"))
    for url in [output, errors] { try Data().write(to: url) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    defer { for url in [output, errors] { try? FileManager.default.removeItem(at: url) } }
    return Result(
      status: process.terminationStatus, output: String(decoding: try Data(contentsOf: output), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
  }

  func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  func text(_ name: String) throws -> String { String(decoding: try Data(contentsOf: file(name)), as: UTF8.self) }

  @discardableResult
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: file(name))
    return name
  }

  /// The names of what stands in the folder, deep down, sorted.
  func contents() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  /// Where the package's executables are: beside the test bundle.
  private static let products: URL = {
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      return bundle.bundleURL.deletingLastPathComponent()
    }
    return Bundle.main.bundleURL
  }()
}

/// A text to learn from: some thousand characters of sentences that differ.
func smallText(_ count: Int = 6000) -> String {
  let subjects = ["the ferry", "a goat", "Nell", "the baker", "an old clock", "the miller"]
  let verbs = ["waits for", "sees", "has lost", "sings to", "carries"]
  let objects = ["the river.", "a loaf of bread,", "the bell;", "seven sheep!", "its own shadow?", "the tide."]
  var text = ""
  var i = 0
  while text.count < count {
    text += "\(subjects[i % 6]) \(verbs[(i / 2) % 5]) \(objects[(i / 3) % 6])\n"
    i += 1
  }
  return String(text.prefix(count))
}

/// Options for a model that trains in a moment.
let tinyShape = ["--layers", "1", "--heads", "2", "--embedding", "16", "--context", "16", "--batch", "4"]
