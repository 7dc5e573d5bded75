import Foundation
import TestSupport
import Testing

/// One idea has one word in all programs: `notebooks-md/vocabulary.md` lists the words, and these tests hold every
/// `--help` and every `--json` to them.
struct VocabularyTests {
  /// An option as a command's help shows it.
  private struct ShownOption: Hashable {
    let name: String
    let placeholder: String
  }

  private static let programs = [
    "char-gpt", "ladder", "ngram", "word2vec", "bag-of-words", "grammar", "corpus", "tokenizer", "benchmark",
    "exercises", "microgpt-tensors", "assistant",
  ]

  /// Names that options had before; other names say the same now.
  private static let retired: Set = [
    "dimensions", "holdout", "ngrams", "svg", "svmlight", "iterations", "restrict", "split", "sample",
  ]

  /// The options of each command, by `program command`.
  private static let commands: [String: Set<ShownOption>] = {
    do {
      var found: [String: Set<ShownOption>] = [:]
      for name in programs {
        let program = try Program(name)
        defer { program.remove() }
        for command in try names(inCommandsOf: program("--help").output) {
          found["\(name) \(command)"] = try options(in: program(command, "--help").output)
        }
      }
      return found
    } catch {
      return [:]
    }
  }()

  private static func names(inCommandsOf help: String) -> [String] {
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false)
    let list = lines.drop { $0 != "commands:" }.dropFirst().prefix { !$0.isEmpty }
    return list.compactMap { $0.firstMatch(of: /^  ([a-z0-9-]+)/).map { String($0.1) } }
  }

  private static func options(in help: String) -> Set<ShownOption> {
    Set(
      help.matches(of: /(?m)^  --([a-z0-9-]+)(?: ([A-Z-]+))?/).map {
        ShownOption(name: String($0.1), placeholder: $0.2.map(String.init) ?? "")
      })
  }

  @Test func everyProgramIsRead() {
    #expect(Self.commands.count > 40)
    for name in Self.programs { #expect(Self.commands.keys.contains { $0.hasPrefix(name + " ") }, "\(name)") }
  }

  @Test func noCommandUsesARetiredName() {
    for (command, options) in Self.commands {
      let wrong = options.map(\.name).filter(Self.retired.contains)
      #expect(wrong.isEmpty, "\(command): \(wrong)")
    }
  }

  @Test func anOptionTakesTheSameKindOfValueEverywhere() {
    // A path is a folder for a run and a file for a picture; the order of an n-gram can be a range.
    let several: Set = ["out", "order"]
    let shown = Dictionary(grouping: Set(Self.commands.values.flatMap(\.self)), by: \.name)
    for (name, options) in shown where !several.contains(name) {
      #expect(options.count == 1, "--\(name) \(options.map(\.placeholder))")
    }
  }

  @Test func everyCommandHasJSONAndQuietWhereTheyMakeSense() {
    /// Conversations have no single answer.
    let talks: Set = ["char-gpt write", "word2vec game", "assistant chat", "assistant serve", "assistant label"]
    // The list of exercises has no remarks.
    for (command, options) in Self.commands where command != "exercises list" {
      let names = Set(options.map(\.name))
      #expect(names.contains("json") || talks.contains(command), "\(command)")
      #expect(names.contains("quiet"), "\(command)")
      if names.contains("out") { #expect(names.contains("overwrite"), "\(command)") }
      if command.hasSuffix(" train") || ["ladder run", "assistant run"].contains(command) {
        #expect(names.contains("config"), "\(command)")
      }
    }
  }

  @Test func thePageListsOnlyOptionsThatExist() throws {
    let page = try String(contentsOf: Clone.labs.appendingPathComponent("vocabulary.md"), encoding: .utf8)
    let known = Set(Self.commands.values.flatMap(\.self).map(\.name))
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `--") }
    #expect(rows.count > 20)
    for row in rows {
      for match in row.matches(of: /`--([a-z0-9-]+)/) { #expect(known.contains(String(match.1)), "--\(match.1)") }
    }
  }

  // MARK: JSON

  /// Keys that said the same as `out`, `elapsed_s`, `ms_median` and `embedding`.
  private static let retiredKeys: Set = [
    "path", "picture", "folder", "file", "seconds", "milliseconds_median", "count_ms_median", "count_ms_best",
    "dimensions", "layer_count", "head_count", "context_length", "vocabulary_size", "batch_size", "width", "holdout",
  ]

  private static func keys(_ value: Any) -> [String] {
    switch value {
    case let object as [String: Any]: object.flatMap { [$0.key] + keys($0.value) }
    case let list as [Any]: list.flatMap(keys)
    default: []
    }
  }

  @Test func jsonAndConfigurationsUseTheWordsOfThePage() throws {
    let program = try Program("char-gpt")
    defer { program.remove() }
    let text = String(repeating: "the ferry waits for the goat and the goat waits for the tide.\n\n", count: 600)
    try program.write(text, to: "text.txt")
    let lines = (0..<40).map { $0.isMultiple(of: 2) ? "good\twarm sun \($0)" : "bad\tcold rain \($0)" }
    try program.write(lines.joined(separator: "\n") + "\n", to: "lines.tsv")
    let small = [
      "--preset", "gpt2", "--layers", "1", "--heads", "2", "--embedding", "16", "--batch", "4", "--steps", "2",
    ]
    let gpt = small + ["--context", "16"]
    // Long enough for a conversation of single letters.
    let longer = small + ["--context", "512", "--tokenizer", "tokens", "--validation", "0.5"]
    let calls: [(String, [String])] = [
      ("char-gpt", ["train", "text.txt", "--out", "gpt"] + gpt),
      ("char-gpt", ["sample", "--model", "gpt", "--tokens", "2"]),
      ("char-gpt", ["next", "--model", "gpt"]), ("char-gpt", ["evaluate", "text.txt", "--model", "gpt"]),
      ("char-gpt", ["runs", "gpt"]), ("char-gpt", ["parameters", "--model", "gpt"]),
      ("char-gpt", ["bench", "--preset", "gpt2", "--size", "tiny", "--repeats", "2"]),
      ("char-gpt", ["export", "--model", "gpt", "--out", "gpt2"]), ("char-gpt", ["import", "gpt2", "--out", "again"]),
      ("ngram", ["train", "text.txt", "--out", "ngram"]), ("ngram", ["sample", "--model", "ngram", "--tokens", "2"]),
      ("ngram", ["next", "--model", "ngram"]), ("ngram", ["evaluate", "text.txt", "--model", "ngram"]),
      ("ngram", ["compress", "text.txt", "--model", "ngram"]),
      ("ngram", ["decompress", "text.txt.kz", "--model", "ngram", "--out", "back.txt"]),
      ("ngram", ["export", "--model", "ngram", "--out", "model.arpa"]),
      ("word2vec", ["train", "text.txt", "--out", "words", "--minimum-count", "1", "--subsample", "0"]),
      ("word2vec", ["nearest", "goat", "--model", "words"]),
      ("word2vec", ["plot", "--model", "words", "--out", "map.svg"]),
      ("word2vec", ["export", "--model", "words", "--out", "words.txt"]),
      ("word2vec", ["parameters", "--model", "words"]),
      ("bag-of-words", ["train", "lines.tsv", "--out", "bag"]),
      ("bag-of-words", ["classify", "sun", "--model", "bag"]),
      ("bag-of-words", ["evaluate", "lines.tsv", "--model", "bag"]), ("bag-of-words", ["words", "--model", "bag"]),
      ("bag-of-words", ["vectors", "text.txt", "--sparse"]), ("bag-of-words", ["bench", "text.txt", "--repeats", "2"]),
      ("grammar", ["entropy"]), ("grammar", ["generate", "--characters", "2000", "--out", "tales.txt"]),
      ("grammar", ["floor", "tales.txt"]),
      ("grammar", ["conversations", "--characters", "2000", "--examples", "9", "--tests", "3", "--out", "chats"]),
      ("corpus", ["clean", "text.txt", "--apply", "unicode", "--out", "clean.txt"]), ("corpus", ["stats", "text.txt"]),
      ("corpus", ["mix", "text.txt=1"]),
      ("tokenizer", ["train", "text.txt", "--vocabulary", "280", "--out", "tokens"]),
      ("tokenizer", ["encode", "text.txt", "--tokenizer", "tokens", "--out", "text.tokens"]),
      ("tokenizer", ["decode", "text.tokens", "--tokenizer", "tokens", "--out", "decoded.txt"]),
      ("tokenizer", ["count", "text.txt", "--tokenizer", "tokens"]),
      ("tokenizer", ["compare", "text.txt", "--tokenizers", "tokens"]),
      ("char-gpt", ["train", "text.txt", "--out", "base"] + longer),
      ("char-gpt", ["finetune", "chats/train.jsonl", "--model", "base", "--out", "tuned", "--epochs", "1"]),
      (
        "char-gpt",
        ["finetune", "chats/train.jsonl", "--model", "base", "--out", "lora", "--epochs", "1", "--method", "lora"]
      ),
      ("char-gpt", ["merge", "--model", "lora/base", "--adapter", "lora/adapter", "--out", "merged"]),
      ("assistant", ["evaluate", "chats/test-unknown.jsonl", "--model", "tuned"]),
    ]
    for (name, arguments) in calls {
      let other = Program(name, in: program)
      let result = try other.run(arguments + ["--json"])
      #expect(result.status == 0, "\(name) \(arguments): \(result.errors)")
      let object = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      let wrong = Set(Self.keys(object)).intersection(Self.retiredKeys)
      #expect(wrong.isEmpty, "\(name) \(arguments[0]): \(wrong)")
    }
    for folder in ["gpt", "ngram", "words", "bag", "tokens", "tuned", "lora"] {
      let data = try Data(contentsOf: program.file("\(folder)/config.json"))
      let record = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      // The text's own record names a path.
      let wrong = Set(Self.keys(record)).intersection(Self.retiredKeys.subtracting(["path"]))
      #expect(wrong.isEmpty, "\(folder): \(wrong)")
    }
  }
}
