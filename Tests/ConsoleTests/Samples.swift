import Files

@testable import Console

enum Smoothing: String, CaseIterable, OptionValue {
  case kneserNey = "kneser-ney", wittenBell = "witten-bell", none
}

let file = Argument("FILE", help: "the training text")
let other = Argument.optional("OTHER", help: "a text to compare with")
let layers = Option("layers", default: 4, help: "number of transformer blocks", in: 1...24)
let steps = Option("steps", default: 2000, help: "how long to train", in: 1...)
let shift = Option("shift", default: 0, help: "any whole number")
let rate = Option("learning-rate", default: 1e-3, help: "step size", in: .leastNormalMagnitude...)
let dropout = Option<Float>("dropout", default: 0, help: "share of activations to drop", in: 0..<1)
let smoothing = Option("smoothing", default: Smoothing.kneserNey, help: "how to smooth")
let preset = Option("preset", choices: ["small", "large"], default: "small", help: "shapes")
let prompt = Option("prompt", default: "\n", help: "how the sample begins")
let topK = Option<Int>.optional("top-k", help: "keep the K likeliest", in: 1...)
let json = Flag("json", help: "print one JSON object")

/// A command with a key of every kind. It throws the values that it read, so tests can see them.
let train = Command(
  "train", summary: "train a model on a text file", arguments: [file, other],
  options: [layers, steps, shift, rate, dropout, smoothing, preset, prompt, topK, json]
) { parsed in
  throw Problem(.badData, "read \(parsed[file]) with \(parsed[layers]) layers")
}

/// Parses these words as if they followed `train`.
func parse(_ words: String...) throws -> Parsed {
  try train.parse(words, program: "char-gpt")
}

/// Returns the message and the suggestion that these words cause after `train FILE`; empty if they are correct.
func complaint(_ words: String...) -> [String] {
  do {
    _ = try train.parse(["FILE"] + words, program: "char-gpt")
    return []
  } catch let problem as Problem where problem.kind == .usage {
    return [problem.message] + (problem.suggestion.map { [$0] } ?? [])
  } catch {
    return ["not a usage problem: \(error)"]
  }
}
