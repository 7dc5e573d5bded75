import Console
import Corpora
import Kernels
import Layers
import Numerics
import Reports
import Tensors
import Training

// microgpt-tensors: the program of Examples/microgpt once more, with the library's tensors. The same initial numbers,
// the same names in the same order and the same optimizer, so the same losses.

// MARK: The model

/// A transformer with one block: the same 4,192 parameters as in microgpt.
final class Model: Module {
  static let width = 16, heads = 4, context = 16
  let tokens, positions, qkv, output, up, down, head: Parameter
  private let vocabulary: Int

  /// Fills the matrices in the order in which microgpt fills its own, with the same numbers.
  init(vocabulary V: Int, _ generator: inout RandomGenerator) {
    func matrix(_ rows: Int, _ columns: Int) -> Parameter {
      let parameter = Parameter([rows, columns], .zeros)
      for i in 0..<parameter.count {
        parameter.data[i] = Float(0.08 * (0..<12).reduce(-6.0) { x, _ in x + Double(generator.uniform()) })
      }
      return parameter
    }
    let C = Self.width
    vocabulary = V
    tokens = matrix(V, C)
    positions = matrix(Self.context, C)
    // The queries, keys and values, one below the other: one product instead of three.
    qkv = matrix(3 * C, C)
    output = matrix(C, C)
    up = matrix(4 * C, C)
    down = matrix(C, 4 * C)
    head = matrix(V, C)
  }

  var children: [Child] {
    [
      .parameter("tokens", tokens), .parameter("positions", positions), .parameter("qkv", qkv),
      .parameter("output", output), .parameter("up", up), .parameter("down", down), .parameter("head", head),
    ]
  }

  /// The mean of -log p over all letters of B names, and the marks at their ends.
  func loss(_ names: Names) -> Tensor {
    var unused = RandomGenerator(seed: 0)
    // (B, T, C), all positions of all names at once.
    var x = embedding(tokens, ids: names.inputs, shape: [names.count, names.length])
    x = normalized(x + positions.slice(axis: 0, 0..<names.length))
    let gathered = attention(
      qkv: linear(normalized(x), weight: qkv), headCount: Self.heads, mask: .causal, dropout: 0, using: &unused)
    x = linear(gathered, weight: output, addedTo: x, dropout: 0, using: &unused)
    x = feedForward(
      normalized(x), FeedForwardWeights(up: up, down: down), .relu, addedTo: x, dropout: 0, using: &unused)
    return crossEntropy(linear(x, weight: head), targets: names.targets)
  }
}

/// Each row, scaled so that the mean of its squares is 1: y = x r with r = 1 / sqrt(mean(x^2) + 1e-5).
///
/// An operation of our own: its result, and how a gradient passes back, dx = r (dy - y mean(y dy)).
func normalized(_ x: Tensor) -> Tensor {
  let C = x.shape[-1], rows = x.count / C, y = Tensor(unfilled: x.shape), scales = Tensor(unfilled: [rows])
  for row in 0..<rows {
    let from = x.data + row * C, to = y.data + row * C
    var squares: Float = 0
    for i in 0..<C { squares += from[i] * from[i] }
    let scale = 1 / (squares / Float(C) + 1e-5).squareRoot()
    for i in 0..<C { to[i] = from[i] * scale }
    scales.data[row] = scale
  }
  let kept = y.detached()
  return y.recorded("normalized", from: [x]) { dy, inputs in
    let dx = Tensor(unfilled: dy.shape)
    for row in 0..<rows {
      let dy = dy.data + row * C, y = kept.data + row * C, dx = dx.data + row * C
      var mean: Float = 0
      for i in 0..<C { mean += y[i] * dy[i] }
      mean /= Float(C)
      for i in 0..<C { dx[i] = scales.data[row] * (dy[i] - y[i] * mean) }
    }
    inputs.add(dx, to: 0)
  }
}

// MARK: The names

/// Some names side by side, all as long as the longest: a shorter one has positions at its end that do not count.
struct Names {
  let inputs, targets: [Int32]
  let count, length: Int

  /// - Parameter documents: names with the mark at both ends.
  init(_ documents: some Collection<[Int32]>) {
    count = documents.count
    let length = min(Model.context, documents.map { $0.count - 1 }.max() ?? 0)
    self.length = length
    inputs = documents.flatMap { name in (0..<length).map { $0 < name.count ? name[$0] : name[0] } }
    targets = documents.flatMap { name in (0..<length).map { $0 + 1 < name.count ? name[$0 + 1] : -1 } }
  }

  /// The number of tokens to predict.
  var letters: Int { targets.count { $0 >= 0 } }

  /// A batch in parts that several cores can compute at the same time, up to four. Names of similar lengths are in the
  /// same part, so few positions are wasted.
  static func parts(of documents: [[Int32]]) -> [Names] {
    let count = min(4, max(1, documents.count / 8)), sorted = documents.sorted { $0.count < $1.count }
    return (0..<count).map { Names(sorted[sorted.count * $0 / count..<sorted.count * ($0 + 1) / count]) }
  }
}

// MARK: Training

private let steps = Option("steps", default: 1000, help: "how many of the 1,000 steps to take", in: 1...1000)
private let batch = Option("batch", default: 1, help: "names in each step", in: 1...1024)

/// The answer with `--json`.
private struct Figures: Encodable {
  let steps, batch: Int
  /// Of the last step, in nats per letter.
  let loss: Float
  /// The mean over the names that are not for training.
  let validationLoss: Float
  let elapsedS: Double
  let stepUs: Double
  let nameUs: Double
}

let runCommand = Command(
  "run", summary: "learn names with tensors, in the steps of microgpt",
  options: [steps, batch, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in try train(steps: parsed[steps], batch: parsed[batch], json: parsed[CommonOptions.json]) }

func train(steps: Int, batch: Int, json: Bool = false) throws {
  let names = try readText(projectText("data/names.txt")).split(separator: "\n").map(String.init)
  let letters = Set(names.joined()).sorted(), mark = Int32(letters.count)
  let documents = names.map { name in [mark] + name.map { Int32(letters.firstIndex(of: $0)!) } + [mark] }
  // One thousand steps with one name each never come to the last quarter.
  let (training, validation) = (documents[..<(documents.count * 3 / 4)], documents[(documents.count * 3 / 4)...])

  var generator = RandomGenerator(seed: 42)
  let model = Model(vocabulary: letters.count + 1, &generator)
  var options = TrainingOptions()
  // The rate falls in a straight line, to 0 after the last of 1,000 steps.
  (options.steps, options.learningRate, options.minimumLearningRate) = (1000, 0.01, 0)
  (options.warmup, options.decay, options.clip) = (0, .linear, 0)
  (options.weightDecay, options.beta1, options.beta2, options.epsilon) = (0, 0.85, 0.99, 1e-8)
  let trainer = Trainer(model.namedParameters, options, tokensPerStep: 0)
  var text = "\(names.count) names, \(letters.count + 1) tokens, \(model.parameterCount) parameters\n", last: Float = 0
  let start = ContinuousClock.now
  for step in 1...steps {
    let first = (step - 1) * batch
    let parts = Names.parts(of: (first..<first + batch).map { training[$0 % training.count] })
    let letters = parts.map { Float($0.letters) }, total = letters.reduce(0, +)
    last = try trainer.step(parts, weights: letters.map { $0 / total }) { names, _ in model.loss(names) }.loss
    if step <= 10 || step % 100 == 0 { text += "step \(step): loss \(Formats.fixed(Double(last), decimals: 6))\n" }
  }
  let seconds = (ContinuousClock.now - start) / .seconds(1)
  let figures = Figures(
    steps: steps, batch: batch, loss: last, validationLoss: withoutGradients { model.loss(Names(validation)).item },
    elapsedS: seconds, stepUs: 1e6 * seconds / Double(steps), nameUs: 1e6 * seconds / Double(steps * batch))
  if json { return try printJSON(figures) }
  text += "loss on the \(validation.count) last names: \(Formats.fixed(Double(figures.validationLoss), decimals: 4))\n"
  text += "\(steps) steps in \(Formats.fixed(seconds, decimals: 3)) s"
  text += ", \(Formats.fixed(figures.nameUs, decimals: 1)) µs per name\n"
  try Terminal.write(text)
}

Program(
  "microgpt-tensors", version: programVersion,
  summary: "Learn names as microgpt does, letter by letter, with the library's tensors. "
    + "Without a command: 1,000 steps with one name each.",
  commands: [runCommand],
  noArguments: { try train(steps: 1000, batch: 1) },
  threads: { Threads.count = $0 }
).main()
