import Console
import Corpora
import Files
import Reports

private let sources = Argument.repeated(
  "SOURCE",
  help: "a text file and its weight, such as web.txt=67 books.txt=33; files without weights count by their "
    + "length; or the file of a mixture, such as mixture.json")
private let characters = Option<Int>.optional(
  "characters", help: "how many characters the training reads in total (default: as many as the sources have)",
  in: 1...1_000_000_000_000_000)
private let out = CommonOptions.outFile("the file to write the mixture to, as JSON (default: none)")

/// The answer with `--json`.
private struct Answer: Encodable {
  struct Row: Encodable {
    let text: String
    let share: Double
    let characters: Int
    let drawnCharacters: Double
    let epochs: Double
  }

  var out: String?
  let characters: Int
  let sources: [Row]

  init(_ mixture: Mixture, _ sizes: [Int], drawing count: Int) {
    characters = count
    let epochs = mixture.epochs(ofSizes: sizes, drawing: count)
    sources = mixture.sources.indices.map { i in
      Row(
        text: mixture.sources[i].file, share: mixture.shares[i], characters: sizes[i],
        drawnCharacters: mixture.shares[i] * Double(count), epochs: epochs[i])
    }
  }
}

let mixCommand = Command(
  "mix", summary: "show how often each of several sources is read if they are mixed by weight", arguments: [sources],
  options: [
    characters, out, CommonOptions.overwrite, CommonOptions.lossy, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let (mixture, sizes) = try mixture(parsed, remarks)
  let path = try parsed[out].map { path in
    try OutputFile.checked(path, parsed, reading: mixture.sources.map(\.file) + parsed[sources])
  }
  var answer = Answer(mixture, sizes, drawing: parsed[characters] ?? sizes.reduce(0, +))
  if let path { try writeFile(json: mixture, to: path) }
  answer.out = path
  if parsed[CommonOptions.json] { return try printJSON(answer) }
  var table = TextTable([
    .left("source"), .right("share"), .right("characters"), .right("drawn"), .right("epochs"),
  ])
  for row in answer.sources {
    table.append([
      row.text, Formats.fixed(100 * row.share, decimals: 1) + " %", Formats.grouped(row.characters),
      Formats.grouped(Int(row.drawnCharacters.rounded())), Formats.fixed(row.epochs, decimals: 2),
    ])
  }
  let total = sizes.reduce(0, +)
  table.total = [
    "total", "100.0 %", Formats.grouped(total), Formats.grouped(answer.characters),
    Formats.fixed(Double(answer.characters) / Double(total), decimals: 2),
  ]
  try Terminal.write("\(table)\n")
}

/// Returns the mixture that the user describes, and the number of characters of each source.
private func mixture(_ parsed: Parsed, _ remarks: Remarks) throws -> (Mixture, sizes: [Int]) {
  func size(_ path: String) throws -> Int {
    guard path != standardInput else { throw Problem(.usage, "a source of a mixture is a file, not standard input") }
    var count = 0
    let record = try forEachChunk(ofTexts: [path], lossy: parsed[CommonOptions.lossy]) { bytes in
      count += bytes.count { $0 & 0xC0 != 0x80 }
    }
    record.remarks.forEach(remarks.say)
    return count
  }
  let words = parsed[sources]
  if words.count == 1, words[0].hasSuffix(".json") {
    let mixture = try Mixture(contentsOf: words[0])
    return (mixture, try mixture.sources.map { try size($0.file) })
  }
  let parts = try words.map(weighted)
  let unweighted = parts.count { $0.weight == nil }
  guard unweighted == 0 || unweighted == parts.count else {
    throw Problem(
      .usage, "some sources have a weight and \(quoted(parts.first { $0.weight == nil }!.file)) has none",
      suggestion: "Give each file a weight, FILE=WEIGHT, or none of them.")
  }
  // The weights are checked before long files are read.
  _ = try checked(Mixture(sources: parts.map { Mixture.Source(file: $0.file, weight: $0.weight ?? 1) }))
  let sizes = try parts.map { try size($0.file) }
  return (
    try Mixture(
      sources: zip(parts, sizes).map { Mixture.Source(file: $0.file, weight: $0.weight ?? Double($1)) }), sizes
  )
}

/// What is wrong with a mixture of the command line is a wrong usage.
private func checked(_ mixture: @autoclosure () throws -> Mixture) throws -> Mixture {
  do {
    return try mixture()
  } catch let problem as Problem {
    throw Problem(.usage, problem.message, suggestion: problem.suggestion)
  }
}

/// Returns the parts of `FILE=WEIGHT`, or the file alone.
private func weighted(_ word: String) throws -> (file: String, weight: Double?) {
  guard let sign = word.lastIndex(of: "=") else { return (word, nil) }
  let text = String(word[word.index(after: sign)...])
  guard let weight = Double(optionText: text) else {
    throw Problem(
      .usage, "\(quoted(word)): the weight \(quoted(text)) is not a number", suggestion: "Write FILE=0.5, for example.")
  }
  return (String(word[..<sign]), weight)
}
