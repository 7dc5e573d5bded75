import Console
import Files
import Foundation
import Projection
import Reports
import WordVectors

private let projection = Option(
  "projection", default: PlotProjection.pca, help: "how words are projected onto the plane"
).formerly("method")
private let wordList = Option<String>.optional(
  "words", help: "the words: w1,w2,... or a FILE, in which \": name\" starts a group", placeholder: "LIST")
private let near = Option<String>.optional("near", help: "draw this word and those nearest to it", placeholder: "WORD")
private let count = Option(
  "count", default: 100, help: "how many words: the most frequent, or with --near the nearest",
  in: 2...PlottedWords.limit)
private let lines = Option<String>.optional(
  "lines", help: "draw arrows between words, such as france:paris,italy:rome", placeholder: "PAIRS")
private let out = CommonOptions.outFile(
  "the picture to write (default: words-pca.svg or words-t-sne.svg, or the next free name, in the folder of the model, "
    + "or in the current one with --vectors; with --json none)")
private let page = Option<String>.optional(
  "page", help: "write a web page in which the map can be moved, zoomed, searched and asked; without --out, only that",
  placeholder: "FILE")
private let perplexity = Option<Float>.optional(
  "perplexity", help: "for t-sne: roughly how many neighbors each word has (default: 30, at most a third of the words)",
  in: 1...)
private let steps = Option("steps", default: 1000, help: "for t-sne: number of steps", in: 1...1_000_000)
  .formerly("iterations")

/// The answer with `--json`.
private struct Answer: Encodable {
  struct Point: Encodable {
    let word: String
    let x: Double
    let y: Double
    let group: String?
  }

  let projection: PlotProjection
  let points: [Point]
  let arrows: [[String]]
  let shares: [Double]?
  let divergence: Double?
  let perplexity: Float?
  let elapsedS: Double
  let unknown: [String]
  let out: String?
  let page: String?
  /// The words without a name in the picture; nil if only a page was written.
  let namesLeftOut: [String]?
}

let plotCommand = Command(
  "plot", summary: "draw words in the plane, as an SVG picture or a web page",
  options: [
    projection, wordList, near, count, lines, out, page, CommonOptions.overwrite, perplexity, steps, CommonOptions.seed,
  ] + VectorArguments.all
) { parsed in
  try checkOptions(parsed)
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let file = parsed[wordList].flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
  let source = try VectorArguments.source(parsed, remarks, readsText: file != nil)
  let inputs = source.files + [file].compactMap { $0 }
  if let path = parsed[out] { _ = try OutputFile.checked(path, parsed, reading: inputs) }
  if let path = parsed[page] {
    if let picture = parsed[out], ResolvedPath(path).isSame(as: ResolvedPath(picture)) {
      throw Problem(.usage, "--out and --page name the same file")
    }
    _ = try OutputFile.checked(path, parsed, reading: inputs, option: "page")
  }
  let vectors = try source.load(
    limit: parsed[VectorArguments.limit], lossy: parsed[CommonOptions.lossy], remarks)
  guard vectors.dimensions >= 2 else { throw Problem(.badData, "vectors of one number cannot be drawn in a plane") }
  let words = try chosenWords(parsed, file: file, vectors)
  if !words.unknown.isEmpty { remarks.say(unknownRemark(words.unknown)) }

  let method = try tSNE(parsed, wordCount: words.numbers.count)
  let points = vectors.unitVectors(of: words.numbers), start = Date()
  let map = method.map { WordMap($0, points, remarks) } ?? WordMap(components: points)
  let seconds = Date().timeIntervalSince(start)
  let title = "\(words.title) in \(source.name), \(parsed[projection].name)"
  let plot = map.plot(words, vectors, title: title)
  let isPictureWanted = !parsed[CommonOptions.json] && parsed[page] == nil
  let path =
    parsed[out] ?? (isPictureWanted ? freeName("words-\(parsed[projection].rawValue)", in: source.folder) : nil)
  // A page places the names itself.
  let picture = path != nil || parsed[page] == nil ? plot.picture() : nil
  if let path, let picture { try writeFile(picture.svg, to: path) }
  if let path = parsed[page] { try writeFile(WordPage(plot, words, vectors).html(), to: path) }

  let leftOut = picture?.namesLeftOut.count
  if let leftOut, leftOut > 0, path != nil {
    remarks.say(
      "\(Formats.count(leftOut, "word is", plural: "words are")) drawn without a name, for lack of room. "
        + "Plot fewer words to see all names\(parsed[projection] == .pca ? ", or try --projection t-sne" : "").")
  }
  if parsed[CommonOptions.json] {
    return try printJSON(
      Answer(
        projection: parsed[projection],
        points: plot.points.map { point in
          .init(
            word: point.name, x: point.x, y: point.y, group: plot.groups.isEmpty ? nil : plot.groups[point.group])
        },
        arrows: plot.arrows.map { [plot.points[$0.from].name, plot.points[$0.to].name] }, shares: map.shares,
        divergence: map.divergence, perplexity: method?.perplexity, elapsedS: seconds, unknown: words.unknown,
        out: path, page: parsed[page], namesLeftOut: picture?.namesLeftOut))
  }
  try Terminal.write([path, parsed[page]].compactMap { $0.map { "\($0): \(title)\n" } }.joined())
  var figures = [("words", Double(words.numbers.count))]
  if let leftOut { figures.append(("names_left_out", Double(leftOut))) }
  for (name, share) in zip(["first_share", "second_share"], map.shares ?? []) { figures.append((name, share)) }
  if let divergence = map.divergence { figures.append(("divergence", divergence)) }
  try printFigures(figures + [("elapsed_s", seconds)])
}

/// Refuses options that would have no effect.
private func checkOptions(_ parsed: Parsed) throws {
  if let list = parsed[wordList] {
    for (name, isGiven) in [("near", parsed.isGiven(near)), ("count", parsed.isGiven(count))] where isGiven {
      throw Problem(.usage, "--words and --\(name) both choose the words; use one of them")
    }
    if list.isEmpty { throw Problem(.usage, "--words must not be empty") }
  }
  guard parsed[projection] == .pca else { return }
  for (name, isGiven) in [
    ("perplexity", parsed.isGiven(perplexity)), ("steps", parsed.isGiven(steps)),
    ("seed", parsed.isGiven(CommonOptions.seed)),
  ] where isGiven {
    throw Problem(.usage, "--\(name) is for t-SNE; PCA does not use it", suggestion: "Add --projection t-sne.")
  }
}

/// Returns the words that the user chose; by default, the most frequent ones.
///
/// - Parameter file: the file that `--words` names; nil if it is a list.
private func chosenWords(_ parsed: Parsed, file: String?, _ vectors: WordVectors) throws -> PlottedWords {
  var words = PlottedWords()
  if let file {
    try words.add(file: file, lossy: parsed[CommonOptions.lossy], vectors)
  } else if let list = parsed[wordList] {
    guard list.contains(",") else {
      throw Problem(
        .missing, "no such file: \(list)", suggestion: "Put commas between the words of a list: --words king,queen,man")
    }
    try words.add(list: list, vectors)
  } else if let near = parsed[near] {
    try words.addNearest(parsed[count], to: near, vectors)
  } else if parsed[lines] == nil || parsed.isGiven(count) {
    words.addMostFrequent(parsed[count], vectors)
  }
  if let lines = parsed[lines] { try words.addArrows(lines, vectors) }
  try words.check()
  return words
}

/// Returns the settings of t-SNE; nil for PCA.
private func tSNE(_ parsed: Parsed, wordCount: Int) throws -> TSNE? {
  guard parsed[projection] == .tSNE else { return nil }
  let perplexity = parsed[perplexity] ?? TSNE.usualPerplexity(count: wordCount)
  guard perplexity <= Float(wordCount - 1) else {
    throw Problem(
      .usage,
      "--perplexity needs a number of at most \(Formats.grouped(wordCount - 1)) for "
        + Formats.count(wordCount, "word"))
  }
  return TSNE(perplexity: perplexity, iterations: parsed[steps], seed: UInt64(parsed[CommonOptions.seed]))
}

private func unknownRemark(_ unknown: [String]) -> String {
  let some = unknown.prefix(10).map { quoted($0, limit: 40) }.joined(separator: ", ")
  let more = unknown.count > 10 ? " and \(Formats.grouped(unknown.count - 10)) more" : ""
  return "Left out because they have no vectors: \(some)\(more)"
}

/// Returns the first unused path of `words-pca.svg`, `words-pca-2.svg` and so on in a folder.
private func freeName(_ name: String, in folder: String) -> String {
  func path(_ name: String) -> String { folder == "." ? name : (folder as NSString).appendingPathComponent(name) }
  var (candidate, number) = (path("\(name).svg"), 1)
  while FileManager.default.fileExists(atPath: candidate) {
    number += 1
    candidate = path("\(name)-\(number).svg")
  }
  return candidate
}
