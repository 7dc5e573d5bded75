import Console
import Files
import Foundation
import Reports
import Tuning

private let usual = AssistantPlan()
private let out = Option<String>.optional(
  "out", help: "the folder to write (default: the next free one of runs/assistant, runs/assistant-2, ...)",
  placeholder: "DIR")
private let resume = Flag(
  "resume", help: "go on with the run in --out (default: the latest one) where it stopped, with its own settings")
private let countries = number("countries", \.countries, "how many countries the world has", 2...100)
private let gaps = number("gaps", \.gaps, "how many of them have two facts that are never told", 0...98)
private let characters = number(
  "characters", \.characters, "write a pretraining text of at least N characters", 100_000...1_000_000_000)
private let examples = number("examples", \.examples, "conversations to learn from", 100...1_000_000)
private let slips = Option(
  "slips", default: usual.slips,
  help: "share of the conversations whose answer is right but too long, or not in the form that was asked for",
  in: 0..<1)
private let tests = number("tests", \.tests, "most conversations per test", 1...100_000)
private let preferences = number(
  "preferences", \.preferences, "pairs of answers of which one is preferred, and half as many to test with",
  10...1_000_000)
private let noise = Option(
  "noise", default: usual.noise,
  help: "noise of the preferences, in units of utility; 0 always prefers the better answer", in: 0...100)
private let vocabulary = number("vocabulary", \.vocabulary, "number of tokens", 300...65_536)
private let layers = number("layers", \.layers, "transformer blocks", 1...65_536)
private let heads = number("heads", \.heads, "attention heads per block; must divide the embedding", 1...65_536)
private let embedding = number("embedding", \.embedding, "channels of the residual stream", 1...65_536)
private let context = number(
  "context", \.context, "context length: how many tokens the model sees at a time", 96...4096)
private let steps = number("steps", \.steps, "number of parameter updates of the pretraining", 1...1_000_000_000)
private let epochs = number("epochs", \.epochs, "how often each conversation is learned from", 1...100_000)
private let rounds = number("rounds", \.rounds, "rounds of PPO", 1...1_000_000)

private func number(_ name: String, _ value: KeyPath<AssistantPlan, Int>, _ help: String, _ range: ClosedRange<Int>)
  -> Option<Int>
{ Option(name, default: usual[keyPath: value], help: help, in: range) }

let runCommand = Command(
  "run", summary: "make an assistant: tokenizer, pretraining, fine-tuning, reward model, DPO, PPO, tests",
  options: [
    out, resume, CommonOptions.overwrite, countries, gaps, characters, examples, slips, tests, preferences, noise,
    vocabulary,
    layers, heads, embedding, context, steps, epochs, rounds, CommonOptions.config, CommonOptions.seed,
    CommonOptions.threads, CommonOptions.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let results = try results(of: parsed, remarks)
  if parsed[CommonOptions.json] { return try printJSON(results) }
  try Terminal.write("\(results)\n")
  remarks.suggest([
    "swift run assistant chat --model \(shellQuoted(results.out + "/ppo"))",
    "swift run assistant serve --model \(shellQuoted(results.out))",
  ])
}

/// Runs `swift run assistant` without a command: the whole way, and then a chat with its last stage.
@Sendable func wholeWay() throws {
  let remarks = Remarks()
  remarks.say(
    "No command given: the whole way from a text completer to an assistant, in about ten minutes, and then a chat.\n"
      + "Ctrl-C saves; assistant run --resume goes on. See assistant --help for all commands.\n")
  let results = try results(of: runCommand.parse([], program: "assistant"), remarks)
  try Terminal.write("\(results)\n\n")
  try chat(chatCommand.parse(["--model", results.out], program: "assistant"))
}

/// Makes an assistant, or finishes one.
func results(of parsed: Parsed, _ remarks: Remarks) throws -> AssistantResults {
  if parsed[resume] {
    let folder = try AssistantFolder.resumable(parsed[out])
    return try AssistantRun(folder.path, folder.plan, isResumed: true, remarks).run()
  }
  let plan = plan(parsed)
  try plan.validate(.usage)
  let path = try AssistantFolder.new(parsed[out], overwrite: parsed[CommonOptions.overwrite])
  try createFolder(path)
  try writeFile(json: plan, to: (path as NSString).appendingPathComponent("config.json"))
  return try AssistantRun(path, plan, isResumed: false, remarks).run()
}

private func plan(_ parsed: Parsed) -> AssistantPlan {
  var plan = AssistantPlan()
  (plan.countries, plan.gaps, plan.characters) = (parsed[countries], parsed[gaps], parsed[characters])
  (plan.examples, plan.slips, plan.tests) = (parsed[examples], parsed[slips], parsed[tests])
  (plan.preferences, plan.noise) = (parsed[preferences], parsed[noise])
  (plan.vocabulary, plan.layers, plan.heads) = (parsed[vocabulary], parsed[layers], parsed[heads])
  (plan.embedding, plan.context) = (parsed[embedding], parsed[context])
  (plan.steps, plan.epochs, plan.rounds) = (parsed[steps], parsed[epochs], parsed[rounds])
  plan.seed = parsed[CommonOptions.seed]
  return plan
}
