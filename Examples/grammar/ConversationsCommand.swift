import Console
import Conversations
import Corpora
import Files
import Foundation
import Numerics

private let examples = Option(
  "examples", default: 4_000, help: "conversations to learn from", in: 1...1_000_000)
private let tests = Option("tests", default: 200, help: "most conversations per test", in: 1...100_000)
private let characters = Option(
  "characters", default: 600_000, help: "write a pretraining text of at least N characters", in: 1...1_000_000_000)
private let pairs = Option(
  "preferences", default: 2_000, help: "pairs of answers of which one is preferred, and half as many to test with",
  in: 1...1_000_000)
private let noise = Option(
  "noise", default: 0.5, help: "noise of the preferences, in units of utility; 0 always prefers the better answer",
  in: 0...100)

/// The answer with `--json`.
private struct Figures: Encodable {
  let out: String
  let seed: Int
  let countries: Int
  let characters: Int
  /// Of the pretraining text, exactly.
  let bitsPerCharacter: Double
  let examples: Int
  let tests: [String: Int]
  let preferences: Int
  /// The best expected accuracy of a reward model on the test pairs, exactly.
  let bayesAccuracy: Double
}

let conversationsCommand = Command(
  "conversations",
  summary: "invent a world, and write a text about it, conversations to learn from, tests, and preferences",
  options: [
    CommonOptions.out, CommonOptions.overwrite, WorldOptions.countries, WorldOptions.gaps, characters, examples, tests,
    pairs, noise, CommonOptions.seed, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let folder = try outputFolder(parsed)
  let seed = UInt64(parsed[CommonOptions.seed])
  let world = try WorldOptions.world(parsed)
  let sets = AssignmentSets(of: world, training: parsed[examples], testing: parsed[tests], seed: seed)
  let preference = Preference(noise: parsed[noise])
  var source = PreferenceSource(sets.training, preference, seed: seed)
  let training = source.pairs(parsed[pairs]), testing = source.pairs((parsed[pairs] + 1) / 2)
  Interruption.startListening()
  var length = 0, bits = 0.0
  let replacement = try FolderReplacement(of: folder, files: fileNames)
  func path(_ name: String) -> String { (replacement.place as NSString).appendingPathComponent(name) }
  var generator = RandomGenerator(seed: seed, stream: 0)
  let chronicle = Grammar.chronicle(of: world)
  try writeFile(to: path(pretrainingName)) { file in
    while length < parsed[characters] {
      let story = chronicle.story(using: &generator)
      try file.write(contentsOf: Data(story.text.utf8))
      length += story.text.unicodeScalars.count
      bits += story.bits
      if let interruption = Interruption.received {
        throw interruption.problem("while writing \(folder)", suggestion: "Nothing was written.")
      }
    }
  }
  try writeFile(sets.training.map { try $0.line() }.joined(), to: path(trainingName))
  for (name, _) in AssignmentSets.names {
    try writeFile((sets.tests[name] ?? []).map { try $0.line() }.joined(), to: path(testName(name)))
  }
  try writeFile(training.map { try $0.line() }.joined(), to: path(preferencesName))
  try writeFile(testing.map { try $0.line() }.joined(), to: path(testName("preferences")))
  let figures = Figures(
    out: folder, seed: parsed[CommonOptions.seed], countries: world.countries.count, characters: length,
    bitsPerCharacter: bits / Double(length), examples: sets.training.count, tests: sets.tests.mapValues(\.count),
    preferences: training.count, bayesAccuracy: preference.bayesAccuracy(margins: testing.compactMap(\.margin)))
  try writeFile(readMe(parsed, figures), to: path(readMeName))
  try replacement.commit()
  if parsed[CommonOptions.json] { return try printJSON(figures) }
  try printFigures([
    ("characters", Double(length)), ("bits_per_character", figures.bitsPerCharacter),
    ("examples", Double(figures.examples)), ("tests", Double(figures.tests.values.reduce(0, +))),
    ("preferences", Double(figures.preferences)), ("bayes_accuracy", figures.bayesAccuracy),
  ])
  remarks.suggest([
    "swift run char-gpt train \(shellQuoted((folder as NSString).appendingPathComponent(pretrainingName)))"
  ])
}

// MARK: - The files

private let pretrainingName = "pretraining.txt", trainingName = "train.jsonl", preferencesName = "preferences.jsonl"
private let readMeName = "README.md"
private func testName(_ name: String) -> String { "test-\(name).jsonl" }
private let fileNames =
  [pretrainingName, trainingName, preferencesName, readMeName, testName("preferences")]
  + AssignmentSets.names.map { testName($0.name) }

/// Returns the folder to write into, if nothing is replaced that the user wants to keep.
private func outputFolder(_ parsed: Parsed) throws -> String {
  guard let folder = parsed[CommonOptions.out] else {
    throw Problem(.usage, "--out is missing: the folder to write to", suggestion: "See grammar conversations --help")
  }
  let paths = fileNames.map { (folder as NSString).appendingPathComponent($0) }
  if !parsed[CommonOptions.overwrite], paths.contains(where: FileManager.default.fileExists(atPath:)) {
    throw Problem(
      .cannotCreate, "\(shellQuoted(folder)) already has conversations",
      suggestion: "Name another folder with --out, or use --overwrite to replace them.")
  }
  return folder
}

private func readMe(_ parsed: Parsed, _ figures: Figures) -> String {
  let rows = AssignmentSets.names.map { name, meaning in
    "| `\(testName(name))` | \(figures.tests[name] ?? 0) | \(meaning) |"
  }
  return """
    # Conversations about an invented world

    The world has \(figures.countries) countries, the last \(parsed[WorldOptions.gaps]) of them with two facts that are never told. This command
    makes the same files again:

    ```sh
    swift run grammar conversations --countries \(parsed[WorldOptions.countries]) --gaps \(parsed[WorldOptions.gaps]) --characters \(parsed[characters]) \\
      --examples \(parsed[examples]) --tests \(parsed[tests]) --preferences \(parsed[pairs]) --noise \(parsed[noise]) --seed \(figures.seed) --out conversations
    ```

    | file | lines | contents |
    | --- | --- | --- |
    | `\(pretrainingName)` | | \(figures.characters) characters of tales and statements, at exactly \(figures.bitsPerCharacter) bits per character |
    | `\(trainingName)` | \(figures.examples) | conversations to fine-tune on |
    \(rows.joined(separator: "\n"))
    | `\(preferencesName)` | \(figures.preferences) | pairs of answers: `prompt`, `chosen`, `rejected`, and the `margin` of utility |
    | `\(testName("preferences"))` | \((figures.preferences + 1) / 2) | more pairs; a reward model can expect an accuracy of \(figures.bayesAccuracy) on them at best |

    Each line of a conversation file has `messages`, of which the last is the best answer, the `kind` of question, and a
    `check`: the `values` that a right answer has, the `rivals` and words of `silence` that it does not have, its `form`,
    and whether an `answer` is expected at all, or that it is `unknown` or `declined`.

    """
}
