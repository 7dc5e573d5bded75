import Console
import Files
import Runs
import Training
import Transformers

private let model = Option<String>.optional(
  "model", help: "the costs of the run in this folder; its shape and its steps are fixed", placeholder: "DIR")
private let family = Option<ModelFamily>.optional(
  "family", help: "the costs of a published family instead, beside the published figures")
private let vocabulary = Option("vocabulary", default: 65, help: "number of distinct tokens", in: 2...16_777_216)
private let repeats = Option(
  "repeats", default: 30, help: "how many training steps to time, within ten seconds", in: 1...1_000_000)
private let watts = Option(
  "watts", default: 100.0, help: "the power that the machine draws while it trains", in: 0...1e12)
private let gramsPerKilowattHour = Option(
  "grams-per-kwh", default: Footprint.usualGramsPerKilowattHour,
  help: "grams of CO2 that a kilowatt-hour of the local grid causes", in: 0...1e6)

/// The options that determine the run.
private let ofRun: [any CommandOption] =
  ModelOptions.all
  + [vocabulary, TrainingArguments.steps, TrainingArguments.accumulate, TrainingArguments.optimizer]

let costCommand = Command(
  "cost", summary: "work out what a training run takes: operations, memory, time, energy and carbon",
  options: [model, family] + ofRun + [
    repeats, watts, gramsPerKilowattHour, CommonOptions.seed, CommonOptions.threads, CommonOptions.json,
    CommonOptions.quiet,
  ]
) { parsed in
  let footprint = Footprint(watts: parsed[watts], gramsPerKilowattHour: parsed[gramsPerKilowattHour])
  if let family = parsed[family] {
    let without = [model] + ofRun + [repeats, watts, CommonOptions.seed]
    try refuse(without, givenWith: family.rawValue, option: "family", parsed)
    return try FamilyCosts(family, footprint).write(json: parsed[CommonOptions.json])
  }
  var plan: TrainingPlan
  if let folder = parsed[model] {
    try refuse(ofRun, givenWith: folder, option: "model", parsed)
    let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
    plan = try TrainingPlan(ListedRun(modelFolders.model(asked: folder, remarks)))
  } else {
    let recipe = try ModelOptions.recipe(parsed, vocabularySize: parsed[vocabulary])
    var training = TrainingArguments.options(parsed, recipe: recipe.training)
    training.steps = parsed[TrainingArguments.steps] ?? training.steps
    try training.validate(.usage)
    plan = try TrainingPlan(recipe.model, batchSize: recipe.batchSize, training)
  }
  plan.seed = UInt64(parsed[CommonOptions.seed])
  try RunCosts(plan, footprint, repeats: parsed[repeats]).write(json: parsed[CommonOptions.json])
}

/// Refuses options that would have no effect.
private func refuse(
  _ options: [any CommandOption], givenWith value: String, option: String, _ parsed: Parsed
) throws {
  guard let given = options.first(where: { parsed.isGiven($0) }) else { return }
  throw Problem(
    .usage, "--\(given.declaration.name) has no effect together with --\(option) \(shellQuoted(value))",
    suggestion: "Leave out one of them.")
}
