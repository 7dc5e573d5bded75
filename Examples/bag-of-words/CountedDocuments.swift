import BagOfWords
import Console
import Corpora
import Files
import Reports
import Tensors

/// The documents of the given files and their vectors, as `vectors` shows them.
struct CountedDocuments {
  let documents: Documents
  /// The file names, if each document is a file; nil if each document is a line, which is shown instead of a name.
  private let names: [String]?
  let bag: BagOfWords
  let counts: TermCounts
  let vectors: SparseRows
  private let values: TermValues
  /// The time taken to count, from the bytes to the matrix.
  let seconds: Double

  init(
    files: [String], lossy: Bool, _ remarks: Remarks, _ splitter: TermSplitter, order: Vocabulary.Order,
    limits: BagOfWords.Limits,
    values: TermValues
  ) throws {
    let documents = try Documents(files: files, lossy: lossy, remark: remarks.say)
    var counted: (bag: BagOfWords, counts: TermCounts)?
    seconds = try secondsTaken {
      counted = try BagOfWords.counting(documents, splitter: splitter, order: order, limits: limits)
    }
    guard let counted else { throw Problem(.software, "nothing was counted") }
    (bag, counts) = counted
    sayCutWords(counts, remarks)
    self.documents = documents
    self.values = values
    names = documents.fileNames.isEmpty ? nil : documents.fileNames
    vectors = counts.vectors(values, bag.vocabulary)
  }

  var megabytesPerSecond: Double { Double(documents.byteCount) * 1e-6 / max(seconds, 1e-9) }

  /// Whether the vectors fit into a table that people can read.
  var isSmall: Bool {
    documents.count <= 40 && bag.vocabulary.terms.reduce(0) { $0 + 2 + max($1.count, values == .tfIdf ? 5 : 1) } <= 180
  }

  private func name(_ document: Int) -> String { shortened(names?[document] ?? documents[document]) }

  /// Returns a table with a column per term and a row per document.
  func table(adding new: NewDocument?) -> TextTable {
    var table = TextTable([.left("document")] + bag.vocabulary.terms.map { .right(bag.splitter.shown($0)) })
    for document in 0..<vectors.rowCount { table.append([name(document)] + vectors.dense(document).map(cell)) }
    if let new { table.append([shortened("new: " + new.text)] + new.vector.dense(0).map(cell)) }
    return table
  }

  private func cell(_ value: Float) -> String {
    values == .tfIdf && value != 0 ? Formats.fixed(Double(value), decimals: 3) : figure(Double(value))
  }

  /// Returns a line per document: its number, counted from 1, and its nonzero entries.
  func lines(of documents: Range<Int>) -> String {
    documents.map { document in
      let (columns, values) = vectors.row(document)
      let entries = zip(columns, values).map { " \(bag.splitter.shown(bag.vocabulary.terms[Int($0)])):\(cell($1))" }
      return "\(document + 1)\(entries.joined())\n"
    }.joined()
  }
}

/// A document that arrives after the vocabulary is fixed.
struct NewDocument {
  let text: String
  let vector: SparseRows
  let unknown: [String]

  init(_ text: String, _ bag: BagOfWords, _ values: TermValues) {
    self.text = text
    vector = bag.counts(of: Documents([text])).vectors(values, bag.vocabulary)
    unknown = bag.unknownTerms(in: text)
  }

  func description(_ bag: BagOfWords, isInTable: Bool) -> String {
    let entries = zip(vector.columns, vector.values).map {
      " \(bag.splitter.shown(bag.vocabulary.terms[Int($0)])):\(figure(Double($1)))"
    }
    let list = unknown.map(bag.splitter.shown).joined(separator: ", ")
    return (isInTable ? "" : "new\(entries.joined())\n")
      + (unknown.isEmpty ? "The new document has no unknown terms.\n" : "Unknown terms (ignored): \(list)\n")
  }
}

extension SparseRows {
  /// Returns a row as a dense vector, zeros included.
  func dense(_ row: Int) -> [Float] {
    var dense = [Float](repeating: 0, count: columnCount)
    for (column, value) in zip(self.row(row).columns, self.row(row).values) { dense[Int(column)] = value }
    return dense
  }

  /// The rows in SVMlight format: a label, always 0 here, then `column:value` pairs, with columns counted from 1.
  var svmlight: String {
    var text = ""
    for row in 0..<rowCount {
      text += "0"
      for (column, value) in zip(self.row(row).columns, self.row(row).values) {
        let isWhole = value == value.rounded() && abs(value) < 1e7
        text += isWhole ? " \(column + 1):\(Int(value))" : " \(column + 1):\(value)"
      }
      text += "\n"
    }
    return text
  }
}
