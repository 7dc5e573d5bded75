import Foundation
import Testing
import TestSupport

/// Words along a series of directions: the nearest to each are its neighbors in the list.
private let made = """
  8 2
  tide 1 0
  ship 0.98 0.17
  boat 0.94 0.34
  the 0.87 0.5
  sail 0.77 0.64
  wool 0.64 0.77
  sheep 0.5 0.87
  , 0.34 0.94

  """

private func play(_ lines: String..., options: [String] = []) throws -> Program.Result {
  let program = try Program("word2vec")
  defer { program.remove() }
  try program.write(made, to: "made.txt")
  // The secret can only be the first word.
  return try program.run(
    ["game", "--vectors", "made.txt", "--from", "1", "--seed", "5"] + options,
    input: lines.map { $0 + "\n" }.joined())
}

@Test func guessesAreAnsweredAndTheSecretWins() throws {
  let result = try play("sheep", "ship", "boat", "TIDE")
  #expect(result.status == 0 && result.errors.isEmpty)
  for words in [
    "--seed 5", "sheep: similarity 0.498, rank 6 of 7\n", "ship: similarity 0.985, rank 1 of 7, your best",
    "boat: similarity 0.940, rank 2 of 7; your best is ship at rank 1", "tide: that is it! You needed 4 guesses.",
  ] { #expect(result.output.contains(words), "no \(words) in \(result.output)") }
  // No prompt is shown without a terminal.
  #expect(!result.output.contains("> "))
  let table = result.output.components(separatedBy: "that is it!")[1]
  #expect(table.range(of: "ship")!.lowerBound < table.range(of: "sheep")!.lowerBound)
}

@Test func hintsLeadToTheSecret() throws {
  let result = try play("sheep", "hint", "hint", "hint", "tide")
  for words in [
    // Rank 3 is "the", which is not suitable as a hint.
    "hint: boat: similarity 0.940, rank 2 of 7", "hint: ship", "No word is nearer than ship at rank 1",
    "You needed 2 guesses and 2 hints.", "ship (hint)",
  ] { #expect(result.output.contains(words), "no \(words) in \(result.output)") }
}

@Test func mistypedRepeatedAndMultipleWordsAreReported() throws {
  let result = try play("shep", "ship", " Ship ", "ship boat", "", "\u{1B}[31m", "hint me", "quit")
  #expect(result.status == 0)
  for words in [
    "I do not know the word \"shep\". Did you mean", "you already guessed that", "One word at a time", "\\u001b[31m",
    "To play it again: --seed 5",
  ] { #expect(result.output.contains(words), "no \(words) in \(result.output)") }
  #expect(!result.output.contains("\u{1B}"))
}

@Test func helpListAndGivingUpWork() throws {
  let result = try play("help", "list", "wool", "list", "give up", "ship")
  #expect(result.status == 0)
  for words in ["give up ", "You have not guessed yet.", "The word was tide; you made 1 guess.", "rank  word"] {
    #expect(result.output.contains(words), "no \(words) in \(result.output)")
  }
  #expect(!result.output.contains("ship: similarity"))
}

@Test func theGameSaysHowManyWordsTheSecretWasDrawnFrom() throws {
  #expect(try play("quit").output.hasPrefix("I have drawn one of the 1 most frequent of 8 words. What is it?"))
  let program = try Program("word2vec")
  defer { program.remove() }
  try program.write(made, to: "made.txt")
  let result = try program.run(["game", "--vectors", "made.txt"], input: "quit\n")
  #expect(result.output.hasPrefix("I have drawn one of 8 words. What is it?"))
}

@Test func theGameIsOneJSONObjectIfAsked() throws {
  let result = try play("sheep", "hint", "tide", options: ["--json"])
  #expect(result.status == 0 && result.errors.contains("tide: that is it!") && !result.output.contains("that is it"))
  let game = try object(result.output), guesses = game["guesses"] as? [[String: Any]]
  #expect(game["state"] as? String == "won" && game["word"] as? String == "tide" && game["seed"] as? Int == 5)
  #expect(words(guesses) == ["sheep", "boat"] && guesses?[0]["rank"] as? Int == 6)
  #expect(game["guess_count"] as? Int == 2 && game["hint_count"] as? Int == 1)
  let quiet = try play("sheep", options: ["--json", "--quiet"])
  let open = try object(quiet.output)
  #expect(quiet.errors.isEmpty && open["state"] as? String == "open" && open["word"] == nil)
}

@Test func endOfInputEndsTheGame() throws {
  let result = try play("wool")
  #expect(result.status == 0 && result.output.contains("The input ended after 1 guess."))
  #expect(try play().output.contains("The input ended after 0 guesses."))
}

@Test func ctrlCEndsTheGameWithAMessage() throws {
  let program = try Program("word2vec")
  defer { program.remove() }
  try program.write(made, to: "made.txt")
  let input = Pipe()
  let running = try program.start(
    ["game", "--vectors", "made.txt", "--from", "1", "--seed", "5"], input: input.fileHandleForReading)
  try input.fileHandleForWriting.write(contentsOf: Data("wool\n".utf8))
  // The game answers and waits for the next line; it notices the signal at any time after that.
  #expect(try running.reaches { try running.outputSoFar.contains("wool: similarity") })
  #expect(running.kill(SIGINT))
  let result = try running.wait()
  try input.fileHandleForWriting.close()
  #expect(result.status == 130)
  #expect(result.errors.hasPrefix("word2vec: interrupted after 1 guess\n") && result.errors.contains("--seed 5"))
}

@Test func sameSeedDrawsTheSameWordAndARandomSeedIsShown() throws {
  let program = try Program("word2vec")
  defer { program.remove() }
  try program.write(made, to: "made.txt")
  func secret(_ options: String...) throws -> (word: String, output: String) {
    let output = try program.run(["game", "--vectors", "made.txt"] + options, input: "give up\n").output
    let word = output.components(separatedBy: "The word was ").dropFirst().first?.split(separator: ";").first
    return (word.map(String.init) ?? "", output)
  }
  #expect(Set(try (0..<12).map { try secret("--seed", "\($0)").word }).count > 2)
  let first = try secret(), digits = first.output.components(separatedBy: "--seed ")[1].prefix { $0.isNumber }
  #expect(try secret("--seed", String(digits)).word == first.word)
}
