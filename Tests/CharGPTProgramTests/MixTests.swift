import Foundation
import TestSupport
import Testing

/// A folder with a trained model and a mixture of it and counts.
private let shop: Program = {
  do {
    let program = try Program()
    try program.write(smallText(), to: "text.txt")
    try program.write(smallText(9000).suffix(2500).description, to: "next.txt")
    let training = try program.run(["train", "text.txt", "--out", "run", "--steps", "60", "--quiet"] + tinyShape)
    precondition(training.status == 0, training.errors)
    let mixing = try program("mix", "text.txt", "--model", "run", "--out", "mixture")
    precondition(mixing.status == 0 && mixing.errors.contains("char-gpt sample"), mixing.errors)
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test func aMixtureIsAFolderOfItsOwn() throws {
  let names = ["config.json", "counts.mixture", "mixture.json", "model.safetensors", "tokenizer.json"]
  #expect(try shop.contents().filter { $0.hasPrefix("mixture/") } == names.map { "mixture/\($0)" })
  #expect(try object(shop.text("mixture/mixture.json"))["network"] as? String == "run")
  let other = try Program()
  defer { other.remove() }
  try FileManager.default.copyItem(at: shop.file("mixture"), to: other.file("copy"))
  try other.write(shop.text("next.txt"), to: "next.txt")
  let (here, there) = (
    try shop("evaluate", "next.txt", "--model", "mixture"), try other("evaluate", "next.txt", "--model", "copy")
  )
  #expect(here.status == 0 && here.output == there.output)
}

@Test func aMixturePredictsBetterThanItsNetworkAndBetterStillAsItLearns() throws {
  func loss(_ arguments: String...) throws -> Double {
    let result = try shop.run(["evaluate", "next.txt"] + arguments)
    #expect(result.status == 0, "\(result.errors)")
    return try #require(result.figures["loss_nats_per_token"])
  }
  let network = try loss("--model", "run"), mixed = try loss("--model", "mixture")
  #expect(mixed < 0.7 * network)
  #expect(try loss("--model", "mixture", "--learn") < mixed)
  let trained = try loss("--model", "mixture", "--learn-network")
  #expect(try trained < mixed && trained != loss("--model", "mixture", "--learn"))
  #expect(try loss("--model", "mixture", "--learn-network", "--threads", "1") == trained)
  #expect(try loss("--model", "mixture", "--threads", "1") == mixed)
  // This network knows too little to change more than the last digits.
  let command = ["evaluate", "next.txt", "--model", "mixture", "--json"]
  #expect(try shop.run(command + ["--stride", "4"]).output != shop.run(command).output)
  let refused = try shop("evaluate", "next.txt", "--model", "run", "--learn")
  #expect(refused.status == 64 && refused.errors.contains("char-gpt mix"))
}

@Test func aMixtureWritesAndShowsWhatComesNext() throws {
  let command = ["sample", "--model", "mixture", "--prompt", "the goat", "--tokens", "60", "--seed", "4"]
  let first = try shop.run(command)
  #expect(first.status == 0 && first.output.hasPrefix("the goat") && first.output.count == 8 + 60 + 1)
  #expect(try shop.run(command).output == first.output)
  let samples = try object(shop.run(command + ["--samples", "2", "--json"]).output)["samples"] as? [String]
  #expect(samples?.count == 2 && "the goat" + (samples?[0] ?? "") + "\n" == first.output)
  let next = try object(shop.run(["next", "--model", "mixture", "--prompt", "a goa", "--json"]).output)
  let choices = try #require(next["next"] as? [[String: Any]])
  #expect(choices[0]["token"] as? String == "t" && choices[0]["probability"] as? Double ?? 0 > 0.8)
}

@Test func aMixtureIsWrittenWith() throws {
  let command = ["write", "--model", "mixture", "--tokens", "20", "--seed", "4"]
  let (mixed, network) = (
    try shop.run(command, input: "the goa\n"),
    try shop.run(command.map { $0 == "mixture" ? "run" : $0 }, input: "the goa\n")
  )
  #expect(mixed.status == 0 && mixed.output.contains("the goat") && mixed.output.contains("next:"))
  #expect(mixed.output != network.output)
}

@Test func whatUsesOnlyTheNetworkOfAMixtureSaysSo() throws {
  try shop.write("1 2 3\n", to: "ids.txt")
  for command in [["logits", "ids.txt", "--out", "logits.safetensors"], ["export", "--out", "exported"]] {
    let result = try shop.run(command + ["--model", "mixture", "--overwrite"])
    #expect(result.status == 0 && result.errors.contains("only its network"), "\(result.errors)")
    #expect(try !shop.run(command + ["--model", "run", "--overwrite"]).errors.contains("only its network"))
  }
}

@Test func whatCannotBeMixedIsRefused() throws {
  try shop.write("", to: "empty.txt")
  for (command, status, message) in [
    ("mix --model run --out a", 64, "FILE is missing"), ("mix text.txt --model run", 64, "--out is missing"),
    ("mix none.txt --model run --out a", 66, "none.txt"), ("mix text.txt --model nowhere --out a", 66, "nowhere"),
    ("mix text.txt --model run --out mixture", 73, "already contains"),
    ("mix text.txt --model run --out run --overwrite", 73, "input folder"),
    ("mix text.txt --model run --out a --validation 1", 64, "validation"),
    ("mix empty.txt --model run --out a", 65, "empty"),
  ] as [(String, Int32, String)] {
    let result = try shop.run(command.split(separator: " ").map(String.init))
    #expect(result.status == status && result.errors.contains(message), "\(command): \(result.errors)")
    #expect(!FileManager.default.fileExists(atPath: shop.file("a").path))
  }
}

/// A new model in the folder of a mixture is not mixed with the counts of the old one.
@Test func aModelThatReplacesAMixtureIsNoMixture() throws {
  let program = try Program()
  defer { program.remove() }
  try program.write(smallText(), to: "text.txt")
  for name in ["trained", "imported"] {
    try FileManager.default.copyItem(at: shop.file("mixture"), to: program.file(name))
  }
  let training = try program.run(
    ["train", "text.txt", "--out", "trained", "--overwrite", "--steps", "20", "--quiet"] + tinyShape)
  #expect(training.status == 0, "\(training.errors)")
  #expect(try !program.contents().contains { $0.hasPrefix("trained/") && $0.contains("mixture") })
  #expect(try program("export", "--model", "trained", "--out", "gpt2", "--quiet").status == 0)
  let importing = try program("import", "gpt2", "--out", "imported", "--overwrite", "--quiet")
  #expect(importing.status == 0, "\(importing.errors)")
  #expect(try !program.contents().contains { $0.hasPrefix("imported/") && $0.contains("mixture") })
}
