import Files

/// Texts with one label each: the training data of a classifier.
///
///     let texts = try LabeledTexts(tsv: "reviews.tsv")           // lines of label<TAB>text
///     let table = try LabeledTexts(csv: "reviews.csv", label: "stars", text: "review")
///     texts.labels[0], texts.documents[0]
public struct LabeledTexts: Sendable {
  /// The texts, in the order of the file.
  public private(set) var documents = Documents()
  /// The label of each text.
  public private(set) var labels: [String] = []
  /// The line of the file on which each text begins, for messages.
  public private(set) var lines: [Int] = []
  /// The record of the file, including the labels; its remarks say what was changed while reading.
  public let record: TextRecord

  /// The path of the file.
  public var path: String { record.path }

  /// Reads lines of `label<TAB>text`; a text may contain further tabs. Lines of white space alone are left out.
  ///
  /// - Throws: `Problem` of kind `badData` that names the line without a tab or without a label; also the errors of
  ///   ``readText(_:lossy:remark:)``.
  public init(tsv path: String, lossy: Bool = false) throws {
    let text: [UInt8]
    (text, record) = try Self.read(path, lossy: lossy)
    let lines = Documents(linesOf: text)
    try lines.withBytes { bytes, ranges in
      for (i, range) in ranges.enumerated() where !bytes[range].allSatisfy(isWhitespace) {
        let line = bytes[range]
        guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else {
          throw Problem(
            .badData, "\(record.name): line \(i + 1) has no tab",
            suggestion: "Each line must be a label, a tab and a text; the name of a CSV file must end in .csv.")
        }
        try append(line[..<tab], line[(tab + 1)...], line: i + 1)
      }
    }
    if labels.isEmpty { throw Problem(.badData, "\(record.name) has only empty lines") }
  }

  /// Reads a file of comma-separated values; the first record names the columns. Quoted fields may contain commas,
  /// newlines and doubled quotes. Records of empty fields alone are left out.
  ///
  /// - Throws: `Problem` of kind `badData` that names the missing column, or the line of a record that does not fit.
  public init(csv path: String, label: String, text: String, lossy: Bool = false) throws {
    let bytes: [UInt8]
    (bytes, record) = try Self.read(path, lossy: lossy)
    let records = try csvRecords(bytes, path: record.name)
    let names = records.first?.fields.map { String(decoding: $0, as: UTF8.self) } ?? []
    func column(_ name: String, _ option: String) throws -> Int {
      if let column = names.firstIndex(of: name) { return column }
      let list = names.map { quoted($0, limit: 40) }.joined(separator: ", ")
      throw Problem(
        .badData, "\(record.name) has no column \"\(name)\"; its first line names \(list)",
        suggestion: "Name the column with \(Problem.setting(option)).")
    }
    let (labelColumn, textColumn) = (try column(label, "label"), try column(text, "text"))
    for (line, fields) in records.dropFirst() {
      guard fields.count == names.count else {
        throw Problem(
          .badData,
          "\(record.name): the record on line \(line) has \(fields.count) fields, but the first line has \(names.count)"
        )
      }
      try append(fields[labelColumn][...], fields[textColumn][...], line: line)
    }
    if labels.isEmpty { throw Problem(.badData, "\(record.name) names its columns but has no records") }
  }

  private static func read(_ path: String, lossy: Bool) throws -> ([UInt8], TextRecord) {
    var remarks: [String] = []
    let text = try readTextBytes(path, lossy: lossy) { remarks.append($0) }
    return (text, TextRecord(text, path: path, remarks: remarks))
  }

  private mutating func append(_ label: some Collection<UInt8>, _ text: some Collection<UInt8>, line: Int) throws {
    guard !label.isEmpty else { throw Problem(.badData, "\(record.name): line \(line) has an empty label") }
    labels.append(String(decoding: label, as: UTF8.self))
    documents.append(text)
    lines.append(line)
  }

  /// The distinct labels, in the order of their code points.
  public var classes: [String] { Set(labels).sorted { $0.unicodeScalars.lexicographicallyPrecedes($1.unicodeScalars) } }
}
