import Cleaning
import Console
import Corpora
import Files
import Foundation
import NGrams

extension DocumentUnit: OptionValue {}

/// The options that several commands share, and the steps that they stand for.
enum CleaningArguments {
  static let files = Argument.repeated(
    "FILE", help: "the texts: one or more files, folders with .txt files, or - for standard input")
  static let documents = Option<DocumentUnit>.optional(
    "documents",
    help: "what a document is: a whole file, the lines between blank lines, or a line; by default, a "
      + "paragraph if there is only one file, and otherwise a file")
  static let languageSample = Option.repeated(
    "language-sample",
    help: "a text from which to learn a language, such as nl=dutch.txt, besides en, fr, de, es and it",
    placeholder: "NAME=FILE")

  /// Returns the unit that the user wants, or the one that suits the files.
  static func unit(_ parsed: Parsed) -> DocumentUnit {
    if let unit = parsed[documents] { return unit }
    let paths = parsed[files]
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: paths[0], isDirectory: &isFolder)
    return paths.count == 1 && !isFolder.boolValue ? .paragraph : .file
  }

  /// Returns what knows the built-in languages and those of the user's samples.
  static func guesser(_ parsed: Parsed, _ remarks: Remarks) throws -> LanguageGuesser {
    var samples = LanguageSample.builtIn
    for text in parsed[languageSample] {
      guard let (name, path) = named(text), !name.isEmpty, !name.contains(",") else {
        throw Problem(
          .usage, "--language-sample needs a name and a file, not \(quoted(text))", suggestion: "Write nl=dutch.txt.")
      }
      samples.append(LanguageSample(name, try readText(path, lossy: parsed[CommonOptions.lossy], remark: remarks.say)))
    }
    return try LanguageGuesser(samples: samples)
  }

  /// Returns the parts of `NAME=FILE`; nil if there is no equals sign.
  private static func named(_ text: String) -> (name: String, path: String)? {
    guard let sign = text.firstIndex(of: "=") else { return nil }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }
}

/// The steps of `corpus clean` and their options.
enum StepArguments {
  static let steps = Option<String>.optional(
    "apply",
    help:
      "the steps, in order, separated by commas (default: all of \(names.joined(separator: ",")); language only with "
      + "--languages)", placeholder: "LIST")
  static let boilerplate = Option(
    "boilerplate", default: 10, help: "remove lines that at least N documents have", in: 2...1_000_000_000)
  static let languages = Option<String>.optional(
    "languages", help: "keep only documents in these languages, such as en,fr", placeholder: "LIST")
  static let model = Option<String>.optional(
    "model", help: "the folder of a model of ngram train that judges what is gibberish (default: small built-in ones)",
    placeholder: "DIR")
  static let gibberish = Option<Double>.optional(
    "gibberish", help: "remove documents that need more than X bits per character (default: 5, with --model 5.5)",
    in: .leastNormalMagnitude...)
  static let leniency = Option(
    "leniency", default: 1.0, help: "multiplies the limits of repetition, which are those of Gopher's training text",
    in: .leastNormalMagnitude...)
  static let similarity = Option(
    "similarity", default: usual.similarity,
    help: "near duplicates have at least this fraction of all their phrases in common", in: .leastNormalMagnitude...1)
  static let phrase = Option("phrase", default: usual.shingle, help: "compare phrases of N words", in: 1...100)
  static let bands = Option(
    "bands", default: usual.bands, help: "bands of a signature; more of them find more near duplicates", in: 1...1000)
  static let rows = Option(
    "rows", default: usual.rows, help: "numbers in a band; fewer of them find less similar documents", in: 1...1000)

  private static let usual = NearDuplicates.Settings()

  /// The names of all steps, in their usual order.
  static let names = [
    "control", "unicode", "private", "boilerplate", "repetition", "language", "gibberish", "duplicates",
    "near-duplicates",
  ]

  static let all: [any CommandOption] = [
    steps, boilerplate, languages, CleaningArguments.languageSample, model, gibberish, leniency, similarity, phrase,
    bands, rows,
  ]

  /// Returns the steps that the user wants.
  ///
  /// - Throws: `Problem` of kind `usage` if a name is no step, or if an option belongs to a step that is left out.
  static func steps(_ parsed: Parsed, _ remarks: Remarks) throws -> [any CleaningStep] {
    let wanted =
      parsed[steps].map(list) ?? names.filter { $0 != "language" || parsed[languages] != nil }
    for name in wanted where !names.contains(name) {
      throw Problem(
        .usage, "--apply: \(quoted(name)) is no step", suggestion: "The steps are \(names.joined(separator: ", ")).")
    }
    if let twice = wanted.first(where: { name in wanted.count { $0 == name } > 1 }) {
      throw Problem(.usage, "--apply names \(twice) twice")
    }
    guard !wanted.isEmpty else {
      throw Problem(.usage, "--apply is empty", suggestion: "Name a step, such as unicode.")
    }
    try refuseIdleOptions(parsed, wanted)
    // Only some steps need it, and it takes a moment.
    let needsGuesser = wanted.contains("language") || wanted.contains("gibberish") && parsed[model] == nil
    let guesser = needsGuesser ? try CleaningArguments.guesser(parsed, remarks) : nil
    return try wanted.map { try step($0, parsed, guesser) }
  }

  private static func step(_ name: String, _ parsed: Parsed, _ guesser: LanguageGuesser?) throws -> any CleaningStep {
    switch name {
    case "control": return ControlCharacters()
    case "unicode": return UnicodeNormalization()
    case "private": return PrivateData()
    case "boilerplate": return BoilerplateLines(minimumCount: parsed[boilerplate])
    case "repetition": return Repetition(leniency: parsed[leniency])
    case "language": return try LanguageFilter(keeping: list(parsed[languages] ?? ""), guesser: guesser!)
    case "gibberish":
      let judge = try parsed[model].map { Gibberish.Judge.model(try SavedNGram(folder: $0)) }
      return try Gibberish(judge: judge ?? .languages(guesser!), limit: parsed[gibberish])
    case "duplicates": return ExactDuplicates()
    default:
      var settings = usual
      (settings.similarity, settings.shingle) = (parsed[similarity], parsed[phrase])
      (settings.bands, settings.rows) = (parsed[bands], parsed[rows])
      return NearDuplicates(settings)
    }
  }

  /// An option of a step that does not run would do nothing, and nobody would notice.
  private static func refuseIdleOptions(_ parsed: Parsed, _ wanted: [String]) throws {
    func refuse(_ option: some CommandOption, of steps: String...) throws {
      guard parsed.isGiven(option), !steps.contains(where: wanted.contains) else { return }
      throw Problem(
        .usage, "--\(option.declaration.name) belongs to the step \(steps[0]), which is not among the steps",
        suggestion: "Add it to --apply.")
    }
    try refuse(boilerplate, of: "boilerplate")
    try refuse(languages, of: "language")
    try refuse(CleaningArguments.languageSample, of: "language", "gibberish")
    for option in [model] { try refuse(option, of: "gibberish") }
    try refuse(gibberish, of: "gibberish")
    try refuse(leniency, of: "repetition")
    for option in [phrase, bands, rows] { try refuse(option, of: "near-duplicates") }
    try refuse(similarity, of: "near-duplicates")
    if wanted.contains("language"), list(parsed[languages] ?? "").isEmpty {
      throw Problem(
        .usage, "the step language needs --languages", suggestion: "Name those to keep: --languages en,fr")
    }
  }

  private static func list(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }
}
