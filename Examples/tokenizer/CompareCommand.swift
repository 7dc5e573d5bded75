import Console
import Corpora
import Files
import Foundation
import Tokenizers

private let tokenizers = Option<String>.optional(
  "tokenizers", help: "the folders of tokenizers or their files, with commas between them (required)",
  placeholder: "DIR,DIR,...")
private let out = CommonOptions.outFile("also show the pieces in a web page, in this HTML file")

/// The answer with `--json`.
private struct Answer: Encodable {
  let tokenizers: [Comparison]
}

/// A text through one tokenizer.
struct Comparison: Encodable {
  let tokenizer: String
  let vocabulary: Int
  let tokens: Int
  let tokensPerWord: Double
  let bytesPerToken: Double
  /// The first pieces, in the order of the text.
  let pieces: [String]

  /// Longer texts are shown by their first pieces.
  static let mostPieces = 1000

  /// Encodes a text, which must have words.
  init(_ text: String, by tokenizer: any Tokenizer, named name: String) throws {
    let encoded = try tokenizer.encode(text), words = text.split(whereSeparator: \.isWhitespace).count
    self.tokenizer = name
    vocabulary = tokenizer.vocabularySize
    tokens = encoded.count
    tokensPerWord = Double(tokens) / Double(words)
    bytesPerToken = Double(text.utf8.count) / Double(tokens)
    pieces = tokenizer.shownPieces(encoded.prefix(Self.mostPieces))
  }

  /// The figures in one line.
  var figures: String {
    func short(_ value: Double) -> String { String(format: "%.2f", value) }
    return "\(grouped(tokens)) tokens of \(grouped(vocabulary)), \(short(tokensPerWord)) per word, "
      + "\(short(bytesPerToken)) bytes per token"
  }

  /// The pieces with bars between them or, for a terminal, in two alternating colors.
  func line(isColored: Bool) -> String {
    let shown = pieces.map { piece in
      piece.unicodeScalars.map { scalar -> String in
        if scalar == "\n" { return isColored ? "\u{21B5}" : "\\n" }
        return scalar.properties.generalCategory == .control
          ? String(quoted(String(scalar)).dropFirst().dropLast()) : String(scalar)
      }.joined()
    }
    let rest = tokens > pieces.count ? " ..." : ""
    guard isColored else { return shown.joined(separator: "|") + rest }
    return shown.enumerated().map { "\u{1B}[\($0.isMultiple(of: 2) ? "30;106" : "30;103")m\($1)" }.joined()
      + "\u{1B}[0m" + rest
  }
}

let compareCommand = Command(
  "compare", summary: "show how several tokenizers split one text", arguments: [TokenizerArguments.texts],
  options: [
    tokenizers, out, CommonOptions.overwrite, CommonOptions.lossy, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet]), texts = try TokenizerArguments.texts(parsed, "compare")
  guard let names = parsed[tokenizers]?.split(separator: ",").map(String.init), !names.isEmpty else {
    throw Problem(.usage, "--tokenizers is missing: the folders of the tokenizers to compare")
  }
  let page = try parsed[out].map { try OutputFile.checked($0, parsed, reading: texts + names) }
  let read = try readTexts(texts, lossy: parsed[CommonOptions.lossy])
  read.record.remarks.forEach(remarks.say)
  guard read.text.contains(where: { !$0.isWhitespace }) else { throw Problem(.badData, "the text has no words") }
  let compared = try names.map { try Comparison(read.text, by: readTokenizer(contentsOf: $0), named: $0) }
  if let page { try writeFile(try comparisonPage(compared), to: page) }
  if parsed[CommonOptions.json] { return try printJSON(Answer(tokenizers: compared)) }
  let isColored = Terminal.isOutputInteractive
  for comparison in compared {
    try Terminal.write(
      "\(printable(comparison.tokenizer)): \(comparison.figures)\n\(comparison.line(isColored: isColored))\n")
  }
}
