import Console
import Files
import Reports
import WordVectors

private let vocabulary = Option(
  "vocabulary", default: 1000, help: "number of distinct words, if no model is given", in: 1...16_777_216)
private let embedding = Option(
  "embedding", default: 300, help: "size of each vector, if no model is given", in: 1...65_536
).formerly("dimensions")
private let model = Option<String>.optional(
  "model", help: "count the parameters of the model in this folder instead", placeholder: "DIR")

/// One group of parameters.
private struct Row: Encodable {
  let name: String
  let shape: [Int]
  var count: Int { shape.reduce(1, *) }
}

/// A network's parameters.
private struct Network: Encodable {
  let rows: [Row]
  let parameters: Int

  init(_ rows: [Row]) {
    self.rows = rows
    parameters = rows.reduce(0) { $0 + $1.count }
  }

  /// Counts the parameters of a new model, which takes no memory for them until they are set.
  init(_ model: Word2Vec) {
    self.init(model.namedParameters.map { Row(name: $0.name, shape: $0.parameter.shape.sizes) })
  }

  /// The tables of a trained model, the word vectors first.
  init(modelFolder folder: String) throws {
    let shapes = try WordVectors.tableShapes(folder: folder)
    self.init(shapes.map { Row(name: $0.name, shape: $0.shape.sizes) })
  }

  func table(_ title: String) -> TextTable {
    var table = TextTable([.left(title), .left("shape"), .right("parameters")])
    for row in rows {
      table.append([row.name, row.shape.map(Formats.grouped).joined(separator: " x "), Formats.grouped(row.count)])
    }
    table.total = ["total", "", Formats.grouped(parameters)]
    return table
  }
}

/// The answer with `--json`.
private struct Answer: Encodable {
  let plain: Network
  let word2vec: Network
}

let parametersCommand = Command(
  "parameters", summary: "count the parameters of a network with one hidden layer, and of word2vec",
  options: [vocabulary, embedding, model, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let word2vec =
    try parsed[model].map { folder in
      if parsed.isGiven(vocabulary) || parsed.isGiven(embedding) {
        throw Problem(.usage, "--model already determines the sizes; use either it or --vocabulary and --embedding")
      }
      let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
      return try Network(modelFolder: modelFolders.model(asked: folder, remarks))
    } ?? Network(Word2Vec(vocabularySize: parsed[vocabulary], dimensions: parsed[embedding]))
  let (v, d) = (word2vec.rows[0].shape[0], word2vec.rows[0].shape[1])
  let plain = Network([
    Row(name: "hidden.weight", shape: [v, d]), Row(name: "hidden.bias", shape: [d]),
    Row(name: "output.weight", shape: [d, v]), Row(name: "output.bias", shape: [v]),
  ])
  if parsed[CommonOptions.json] { return try printJSON(Answer(plain: plain, word2vec: word2vec)) }
  if word2vec.rows.contains(where: { $0.name.hasSuffix("bias") }) {
    return try Terminal.write(
      """
      \(plain.table("a word in, a word out"))

      \(word2vec.table("glove"))

      GloVe keeps two tables with a vector per word, and in each a bias per word, which absorbs how frequent it is.

      """)
  }
  try Terminal.write(
    """
    \(plain.table("a word in, a word out"))

    \(word2vec.table("word2vec"))

    A network with one hidden layer has a bias for each hidden and each output unit. Word2vec leaves both out: it keeps two \
    tables with a vector per word, one for words and one for their neighbors, so it has \
    \(Formats.grouped(plain.parameters - word2vec.parameters)) fewer parameters.

    """)
}
