/// A row of the records table: a model and its training, as options of `char-gpt train`.
struct RecordRow {
  let name: String
  /// All options.
  let options: [String]
  /// What the row changes in the row it is compared with, for the table.
  let change: String
  /// The name of the row it is compared with; nil in the first.
  let base: String?
  /// Whether the trained network is mixed with counts of the text.
  var hasCounts = false

  /// The name of the row that `--preset modern` is.
  static let modern = "memory of n-grams"

  /// From GPT-2's form to the modern one, each row with one change more than the one before; then changes of the modern
  /// one that did not get into it.
  static let all: [RecordRow] = steps() + alternatives + [withCounts]

  private static let changes: [(name: String, options: String)] = [
    ("GPT-2's form", "--preset gpt2"),
    ("fewer channels, longer windows", "--layers 3 --heads 3 --embedding 96 --context 128 --batch 6"),
    ("higher rate, linear to 0", "--learning-rate 4e-3 --minimum-learning-rate 0 --decay linear"),
    ("RMSNorm, no biases", "--norm rms --no-norm-weights --no-bias"),
    ("rotary positions", "--positions rotary"),
    ("squared ReLU", "--activation relu-squared"),
    ("output layer of its own", "--no-tied"),
    ("residual maps from 0", "--zero-residuals on"),
    ("QK-norm", "--qk-norm on"),
    ("value embeddings", "--value-embeddings on"),
    ("input mix", "--input-mix on"),
    (modern, "--memory 6"),
  ]

  private static func steps() -> [RecordRow] {
    var rows: [RecordRow] = []
    for (name, change) in changes {
      let before = rows.last
      rows.append(
        RecordRow(
          name: name, options: (before?.options ?? []) + words(change), change: change, base: before?.name))
    }
    return rows
  }

  private static let alternatives: [RecordRow] = [
    ("Muon", "--optimizer muon"),
    ("gradient descent", "--optimizer sgd --learning-rate 0.5"),
    ("cosine", "--decay cosine"),
    ("trapezoid", "--decay trapezoid"),
    ("average of the weights", "--average 0.99"),
    ("batches that grow", "--first-batch 2"),
    ("windows that grow", "--first-context 32"),
    ("SwiGLU", "--activation silu --gated on --inner 256"),
    ("ALiBi", "--positions alibi"),
    ("one group of keys and values", "--groups 1"),
    ("sliding window of 32", "--window 32"),
    ("soft cap", "--soft-cap 15"),
    ("gates of attention", "--attention-gate on"),
    ("dropout", "--dropout 0.05"),
  ].map { name, change in
    RecordRow(name: name, options: ["--preset", "modern"] + words(change), change: change, base: modern)
  }

  private static let withCounts = RecordRow(
    name: "modern with counts", options: ["--preset", "modern"], change: "char-gpt mix", base: modern, hasCounts: true)

  private static func words(_ options: String) -> [String] { options.split(separator: " ").map(String.init) }
}
