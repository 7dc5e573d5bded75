import BagOfWords
import Console
import Corpora
import Files
import Reports

private let files = Argument.repeated(
  "FILE", help: "one text file with a document per line, or several files with one document each")
private let query = Option<String>.optional("query", help: "the text to look for (required)", placeholder: "TEXT")
private let count = CommonOptions.count(default: 5, of: "documents")

/// The answer with `--json`.
private struct Answer: Encodable {
  struct Match: Encodable {
    /// The number of the line, or of the file among the arguments, counted from 1.
    let document: Int
    let similarity: Double
    let text: String
  }

  let query: String
  let nearest: [Match]
  let unknown: [String]
}

let nearestCommand = Command(
  "nearest", summary: "find the documents most similar to a text, by the cosine of their tf-idf vectors",
  arguments: [files],
  options: [query, count] + TermOptions.splitting + [
    CommonOptions.lossy, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  guard let query = parsed[query] else {
    throw Problem(.usage, "--query is missing: the text to look for", suggestion: "See bag-of-words nearest --help")
  }
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let documents = try Documents(files: parsed[files], lossy: parsed[CommonOptions.lossy], remark: remarks.say)
  let index = try DocumentIndex(documents, splitter: TermOptions.splitter(parsed))
  let matches = index.nearest(to: query, count: parsed[count])
  let unknown = index.bag.unknownTerms(in: query)
  let areFiles = !documents.fileNames.isEmpty
  func name(_ document: Int) -> String { areFiles ? documents.fileNames[document] : documents[document] }
  if parsed[CommonOptions.json] {
    return try printJSON(
      Answer(
        query: query,
        nearest: matches.map { .init(document: $0.document + 1, similarity: $0.similarity, text: name($0.document)) },
        unknown: unknown))
  }
  if !unknown.isEmpty {
    remarks.say("Not in any document: \(unknown.map(index.bag.splitter.shown).joined(separator: ", "))")
  }
  if matches.isEmpty { return remarks.say("No document shares a term with the query.") }
  var table = TextTable([.right("similarity"), .right("document"), .left(areFiles ? "file" : "text")])
  for match in matches {
    table.append([
      Formats.fixed(match.similarity, decimals: 4), String(match.document + 1), shortened(name(match.document), to: 90),
    ])
  }
  try Terminal.write("\(table)\n")
}
