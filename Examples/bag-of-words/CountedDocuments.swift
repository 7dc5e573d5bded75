import BagOfWords
import Console
import Corpora
import Files
import Reports
import Tensors

/// The documents of some files with their vectors, as `vectors` shows them.
struct CountedDocuments {
  let documents: Documents
  /// What a document is called: its text where it is a line, its file where there are several.
  private let names: [String]?
  let bag: BagOfWords
  let counts: TermCounts
  let vectors: SparseRows
  private let values: TermValues
  /// How long counting took, from bytes to the matrix.
  let seconds: Double

  init(
    files: [String], lossy: Bool, _ splitter: TermSplitter, order: Vocabulary.Order, limits: BagOfWords.Limits,
    values: TermValues
  ) throws {
    let documents = try Documents(files: files, lossy: lossy)
    var counted: (bag: BagOfWords, counts: TermCounts)?
    seconds = try secondsTaken {
      counted = try BagOfWords.counting(documents, splitter: splitter, order: order, limits: limits)
    }
    guard let counted else { throw Problem(.software, "nothing was counted") }
    (bag, counts) = counted
    self.documents = documents
    self.values = values
    names = files.count > 1 ? files : nil
    vectors = counts.vectors(values, bag.vocabulary)
  }

  var megabytesPerSecond: Double { Double(documents.byteCount) * 1e-6 / max(seconds, 1e-9) }

  /// Whether all fits a table that can be taken in.
  var isSmall: Bool {
    documents.count <= 40 && bag.vocabulary.terms.reduce(0) { $0 + 2 + max($1.count, values == .tfIdf ? 5 : 1) } <= 180
  }

  private func name(_ document: Int) -> String { shortened(names?[document] ?? documents[document]) }

  /// A column a term and a row a document.
  func table(adding new: NewDocument?) -> TextTable {
    var table = TextTable([.left("document")] + bag.vocabulary.terms.map { .right(bag.splitter.shown($0)) })
    for document in 0..<vectors.rowCount { table.append([name(document)] + vectors.dense(document).map(cell)) }
    if let new { table.append([shortened("new: " + new.text)] + new.vector.dense(0).map(cell)) }
    return table
  }

  private func cell(_ value: Float) -> String {
    values == .tfIdf && value != 0 ? Formats.fixed(Double(value), decimals: 3) : figure(Double(value))
  }

  /// A line a document: its number from 1 on, and what is not zero.
  func lines(of documents: Range<Int>) -> String {
    documents.map { document in
      let (columns, values) = vectors.row(document)
      let entries = zip(columns, values).map { " \(bag.splitter.shown(bag.vocabulary.terms[Int($0)])):\(cell($1))" }
      return "\(document + 1)\(entries.joined())\n"
    }.joined()
  }
}

/// A document that came after the vocabulary was made.
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
      + (unknown.isEmpty ? "The new document has no unknown terms.\n" : "Unknown, and so lost: \(list)\n")
  }
}

extension SparseRows {
  /// A row with all its zeros.
  func dense(_ row: Int) -> [Float] {
    var dense = [Float](repeating: 0, count: columnCount)
    for (column, value) in zip(self.row(row).columns, self.row(row).values) { dense[Int(column)] = value }
    return dense
  }

  /// The rows in the format of SVMlight: a label, which is 0 here, and `column:value`, columns from 1 on.
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
