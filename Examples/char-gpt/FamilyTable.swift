import Console
import Reports
import Transformers

extension ModelFamily: OptionValue {}

/// The models of a published family: their shapes, the parameters that follow from them, and the published sizes.
struct FamilyTable {
  private let family: ModelFamily

  init(_ family: ModelFamily) { self.family = family }

  /// The answer with `--json`.
  private struct Answer: Encodable {
    struct Model: Encodable {
      let name: String
      let layers: Int
      let heads: Int
      let embedding: Int
      let vocabulary: Int
      let context: Int
      let totals: ParameterTotals
      let published: String
      let publishedParameters: Int?
      let isAsPublished: Bool
      let remark: String?
    }

    let family: ModelFamily
    let source: String
    let remark: String
    let models: [Model]
  }

  /// Prints the table.
  func write(json: Bool) throws {
    guard !json else { return try printJSON(answer) }
    var table = TextTable([
      .left(family.title), .right("layers"), .right("heads"), .right("embedding"), .right("published"),
      .right("unique"), .right("all"), .right("without embeddings"),
    ])
    for model in family.models {
      let (shape, totals) = (model.configuration, model.totals)
      table.append(
        [model.name, "\(shape.layerCount)", "\(shape.headCount)", Formats.grouped(shape.width), model.published]
          + [totals.unique, totals.all, totals.withoutEmbeddings].map(Formats.grouped))
    }
    let remarks = family.models.compactMap { model in model.remark.map { "\(model.name): \($0)" } }
    try Terminal.write(
      """
      \(table)
      unique: what is learned and stored. all: a table that is also the output layer counts twice.
      without embeddings: the blocks and the norms, without tables of tokens and positions and without the output layer.

      \(([family.remark] + remarks).joined(separator: "\n"))
      Shapes and sizes: \(family.source).

      """)
  }

  private var answer: Answer {
    Answer(
      family: family, source: family.source, remark: family.remark,
      models: family.models.map { model in
        let shape = model.configuration
        return Answer.Model(
          name: model.name, layers: shape.layerCount, heads: shape.headCount, embedding: shape.width,
          vocabulary: shape.vocabularySize, context: shape.contextLength, totals: model.totals,
          published: model.published, publishedParameters: model.publishedCount, isAsPublished: model.isAsPublished,
          remark: model.remark)
      })
  }
}
