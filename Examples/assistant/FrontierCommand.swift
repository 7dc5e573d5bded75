import Console
import Files
import Reports

private let run = Argument.optional("DIR", help: "the run (default: the latest one of this program under runs/)")
private let rounds = Option("rounds", default: 10, help: "rounds of each policy", in: 1...1_000_000)
private let fewPairs = Option(
  "few", default: 40, help: "pairs of the reward model that is easily deceived", in: 1...1_000_000)

let frontierCommand = Command(
  "frontier", summary: "compare alignment methods: gold reward against divergence, in one picture", arguments: [run],
  options: [rounds, fewPairs, CommonOptions.overwrite, CommonOptions.threads, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let folder = try AssistantFolder.resumable(parsed[run])
  // Policies that are there already are not trained again, unless the user asks for it.
  let run = try AssistantRun(folder.path, folder.plan, isResumed: !parsed[CommonOptions.overwrite], remarks)
  let frontier = try run.frontier(rounds: parsed[rounds], fewPairs: parsed[fewPairs])
  if parsed[CommonOptions.json] { return try printJSON(frontier) }
  var table = TextTable([.left("method"), .left("strength"), .right("divergence"), .right("gold reward")])
  for point in frontier.points {
    table.append([
      point.method, point.strength, Formats.fixed(point.divergence, decimals: 3),
      Formats.fixed(point.reward, decimals: 3),
    ])
  }
  try Terminal.write("\(table)\n\n\(folder.path): frontier.svg and frontier.json\n")
}
