import Console
import WordVectors

private let from = Option(
  "from", default: 2000, help: "draw the secret from the N most frequent words", in: 1...10_000_000)
private let seed = Option<Int>.optional(
  "seed",
  help: "the number that determines the secret, to play it again (default: a new one each time, which is printed)",
  in: 0...)

let gameCommand = Command(
  "game", summary: "guess a secret word: after each guess you learn how near it was",
  options: [from, seed] + VectorArguments.choice + [
    CommonOptions.threads, GameTable.json, CommonOptions.quiet,
  ]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let vectors = try VectorArguments.load(parsed, remarks)
  let seed = parsed[seed] ?? Int.random(in: 0..<1_000_000)
  let game = try GuessingGame(
    vectors, secretFrom: parsed[from], excluding: GameTable.commands, seed: UInt64(seed))
  var table = GameTable(vectors: vectors, limit: parsed[from], game: game, seed: seed)
  // What the game says is its result, unless that is one JSON object at the end.
  if parsed[GameTable.json] { table.listener = { remarks.say($0) } }
  try table.play()
  if parsed[GameTable.json] { try printJSON(table.summary) }
}
