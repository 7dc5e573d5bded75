import Console
import Files
import Layers
import Reports
import Transformers

private let vocabulary = Option(
  "vocabulary", default: 65, help: "number of distinct tokens, if no model is given", in: 1...16_777_216)
private let model = Option<String>.optional(
  "model", help: "count the parameters of the model in this run folder; its shape is fixed", placeholder: "DIR")
private let family = Option<ModelFamily>.optional(
  "family", help: "count the models of a published family instead, and compare with the published sizes")

/// A parameter, or the parameters at the same place in all blocks.
private struct Row: Encodable {
  let name: String
  let shape: [Int]
  var copies: Int
  var total: Int
}

private struct Table: Encodable {
  let rows: [Row]
  let parameters: Int
  let totals: ParameterTotals
}

let parametersCommand = Command(
  "parameters", summary: "count a model's parameters, module by module",
  options: [model, family] + ModelOptions.shape + [vocabulary, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let shape = ModelOptions.shape + [vocabulary]
  if let family = parsed[family] {
    let others = [model] + shape
    if let given = others.first(where: { parsed.isGiven($0) }) {
      throw Problem(
        .usage, "--\(given.declaration.name) cannot change the models of --family",
        suggestion: "Leave out one of them.")
    }
    return try FamilyTable(family).write(json: parsed[CommonOptions.json])
  }
  if parsed[model] != nil, let given = shape.first(where: { parsed.isGiven($0) }) {
    throw Problem(
      .usage, "--\(given.declaration.name) cannot change the model that --model names",
      suggestion: "Leave out one of them.")
  }
  let gpt =
    try parsed[model].map {
      try SavedGPT.model(in: modelFolders.model(asked: $0, Remarks(quiet: parsed[CommonOptions.quiet])))
    }
    ?? GPT(ModelOptions.recipe(parsed, vocabularySize: parsed[vocabulary]).model)
  // A new model takes no memory for its parameters until they are set.
  let rows = grouped(gpt.namedParameters)
  let total = gpt.parameterCount
  if parsed[CommonOptions.json] {
    return try printJSON(Table(rows: rows, parameters: total, totals: gpt.configuration.parameterTotals))
  }
  var table = TextTable([
    .left("parameter"), .left("shape"), .right("each"), .right("copies"), .right("total"), .right("share"),
  ])
  for row in rows {
    table.append([
      row.name, row.shape.map(String.init).joined(separator: " x "), Formats.grouped(row.total / row.copies),
      String(row.copies), Formats.grouped(row.total),
      Formats.fixed(100 * Double(row.total) / Double(total), decimals: 1) + " %",
    ])
  }
  table.total = ["total", "", "", "", Formats.grouped(total), "100.0 %"]
  let bytes = 4 * total
  try Terminal.write(
    """
    \(table)
    \(totalsLine(gpt.configuration))
    The weights take \(Formats.bytes(bytes)), and \(Formats.bytes(4 * bytes)) together with their gradients and the \
    optimizer's two moments. Training takes about \
    \(Formats.bytes(gpt.configuration.trainingMemory(batchSize: ModelOptions.recipe(parsed, vocabularySize: 1).batchSize))), activations and the \
    program included.

    """)
}

/// Returns the totals in words.
private func totalsLine(_ shape: GPTConfiguration) -> String {
  let totals = shape.parameterTotals
  func grouped(_ count: Int) -> String { Formats.grouped(count) }
  guard shape.isTied else {
    return "Without the embeddings and the output layer, it has \(grouped(totals.withoutEmbeddings))."
  }
  return "The output layer reuses the token embedding table, so it is counted only once; with it twice, there are "
    + "\(grouped(totals.all)), and without the embeddings \(grouped(totals.withoutEmbeddings))."
}

/// Returns the parameters in order, with those at the same place in all blocks as one row.
private func grouped(_ parameters: [NamedParameter]) -> [Row] {
  var rows: [Row] = []
  for named in parameters {
    let name = named.name.split(separator: ".").map { Int($0) == nil ? String($0) : "*" }.joined(separator: ".")
    if let i = rows.firstIndex(where: { $0.name == name }) {
      rows[i].copies += 1
      rows[i].total += named.parameter.count
    } else {
      rows.append(
        Row(name: name, shape: named.parameter.shape.sizes, copies: 1, total: named.parameter.count))
    }
  }
  return rows
}
