import Console
import Files
import Foundation
import Projection
import Reports
import WordVectors

private let plotMethod = Option("method", default: PlotMethod.pca, help: "how words are projected onto the plane")
private let wordList = Option<String>.optional(
  "words", help: "the words: w1,w2,... or a FILE, in which \": name\" starts a group", placeholder: "LIST")
private let near = Option<String>.optional("near", help: "draw this word and those nearest to it", placeholder: "WORD")
private let count = Option(
  "count", default: 100, help: "how many words: the most frequent, or with --near the nearest",
  in: 2...PlottedWords.limit)
private let lines = Option<String>.optional(
  "lines", help: "draw arrows between words, such as france:paris,italy:rome", placeholder: "PAIRS")
private let out = Option<String>.optional(
  "out", help: "the picture to write (default: words-pca.svg or words-t-sne.svg, or the next free name)",
  placeholder: "FILE")
private let perplexity = Option<Float>.optional(
  "perplexity", help: "for t-sne: roughly how many neighbors each word has (default: 30, at most a third of the words)",
  in: 1...)
private let iterations = Option(
  "iterations", default: 1000, help: "for t-sne: number of steps", in: 1...1_000_000)

/// The answer with `--json`.
private struct Answer: Encodable {
  struct Point: Encodable {
    let word: String
    let x: Double
    let y: Double
    let group: String?
  }

  let method: PlotMethod
  let points: [Point]
  let arrows: [[String]]
  let shares: [Double]?
  let divergence: Double?
  let perplexity: Float?
  let seconds: Double
  let unknown: [String]
  let picture: String?
  let namesLeftOut: [String]
}

let plotCommand = Command(
  "plot", summary: "draw words in the plane, as an SVG picture",
  options: [plotMethod, wordList, near, count, lines, out, perplexity, iterations, CommonOptions.seed]
    + VectorArguments.all
) { parsed in
  try checkOptions(parsed)
  try refuseOverwriting(parsed)
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let vectors = try VectorArguments.load(parsed, remarks)
  guard vectors.dimensions >= 2 else { throw Problem(.badData, "vectors of one dimension cannot be drawn in a plane") }
  let words = try chosenWords(parsed, vectors)
  if !words.unknown.isEmpty { remarks.say(unknownRemark(words.unknown)) }

  var method: TSNE?
  if parsed[plotMethod] == .tSNE {
    let perplexity = parsed[perplexity] ?? TSNE.usualPerplexity(count: words.numbers.count)
    guard perplexity <= Float(words.numbers.count - 1) else {
      throw Problem(
        .usage, "--perplexity needs a number of at most \(words.numbers.count - 1) for \(words.numbers.count) words")
    }
    method = TSNE(
      perplexity: perplexity, iterations: parsed[iterations], seed: UInt64(parsed[CommonOptions.seed]))
  }
  let points = vectors.unitVectors(of: words.numbers), start = Date()
  let map = method.map { WordMap($0, points, remarks) } ?? WordMap(components: points)
  let seconds = Date().timeIntervalSince(start)
  let plot = map.plot(words, vectors), picture = plot.picture()
  let path = parsed[out] ?? (parsed[CommonOptions.json] ? nil : freeName("words-\(parsed[plotMethod].rawValue)"))
  if let path { try writeFile(picture.svg, to: path) }

  if parsed[CommonOptions.json] {
    return try printJSON(
      Answer(
        method: parsed[plotMethod],
        points: plot.points.map { point in
          .init(
            word: point.name, x: point.x, y: point.y, group: plot.groups.isEmpty ? nil : plot.groups[point.group])
        },
        arrows: plot.arrows.map { [plot.points[$0.from].name, plot.points[$0.to].name] }, shares: map.shares,
        divergence: map.divergence, perplexity: method?.perplexity, seconds: seconds, unknown: words.unknown,
        picture: path, namesLeftOut: picture.namesLeftOut))
  }
  let leftOut = picture.namesLeftOut.count
  if leftOut > 0 {
    remarks.say(
      "\(Formats.grouped(leftOut)) \(leftOut == 1 ? "word is" : "words are") drawn without a name: "
        + "there is no room for more. Plot fewer words to see all names.")
  }
  try Terminal.write("\(path ?? ""): \(words.title), by \(parsed[plotMethod] == .pca ? "PCA" : "t-SNE")\n")
  var figures = [("words", Double(words.numbers.count)), ("names_left_out", Double(leftOut))]
  for (name, share) in zip(["first_share", "second_share"], map.shares ?? []) { figures.append((name, share)) }
  if let divergence = map.divergence { figures.append(("divergence", divergence)) }
  try printFigures(figures + [("seconds", seconds)])
}

/// Refuses options that would have no effect.
private func checkOptions(_ parsed: Parsed) throws {
  if parsed[wordList] != nil {
    for (name, isGiven) in [("near", parsed.isGiven(near)), ("count", parsed.isGiven(count))] where isGiven {
      throw Problem(.usage, "--words and --\(name) both choose the words; use one of them")
    }
  }
  guard parsed[plotMethod] == .pca else { return }
  for (name, isGiven) in [
    ("perplexity", parsed.isGiven(perplexity)), ("iterations", parsed.isGiven(iterations)),
    ("seed", parsed.isGiven(CommonOptions.seed)),
  ] where isGiven {
    throw Problem(.usage, "--\(name) is for t-SNE; PCA does not use it", suggestion: "Add --method t-sne.")
  }
}

/// Refuses to overwrite an input file.
private func refuseOverwriting(_ parsed: Parsed) throws {
  guard let path = parsed[out] else { return }
  let source =
    parsed[VectorArguments.vectors] ?? parsed[CommonOptions.model] ?? (try? modelFolders.latest())
  for read in [parsed[wordList], source].compactMap({ $0 })
  where ResolvedPath(path).isInside(ResolvedPath(read)) && FileManager.default.fileExists(atPath: path) {
    throw Problem(.usage, "--out \(path) would overwrite an input", suggestion: "Name another file with --out.")
  }
}

/// Returns the words that the user chose; by default, the most frequent ones.
private func chosenWords(_ parsed: Parsed, _ vectors: WordVectors) throws -> PlottedWords {
  var words = PlottedWords()
  if let list = parsed[wordList] {
    if list.isEmpty { throw Problem(.usage, "--words must not be empty") }
    if FileManager.default.fileExists(atPath: list) {
      try words.add(file: list, vectors)
    } else if list.contains(",") {
      try words.add(list: list, vectors)
    } else {
      throw Problem(
        .missing, "no such file: \(list)", suggestion: "Put commas between the words of a list: --words king,queen,man")
    }
  } else if let near = parsed[near] {
    try words.addNearest(parsed[count], to: near, vectors)
  } else if parsed[lines] == nil || parsed.isGiven(count) {
    words.addMostFrequent(parsed[count], vectors)
  }
  if let lines = parsed[lines] { try words.addArrows(lines, vectors) }
  try words.check()
  return words
}

private func unknownRemark(_ unknown: [String]) -> String {
  let some = unknown.prefix(10).map { quoted($0, limit: 40) }.joined(separator: ", ")
  return "Left out because they have no vectors: \(some)\(unknown.count > 10 ? " and \(unknown.count - 10) more" : "")"
}

/// Returns the first unused file name of `words-pca.svg`, `words-pca-2.svg` and so on.
private func freeName(_ name: String) -> String {
  var (candidate, number) = ("\(name).svg", 1)
  while FileManager.default.fileExists(atPath: candidate) {
    number += 1
    candidate = "\(name)-\(number).svg"
  }
  return candidate
}
