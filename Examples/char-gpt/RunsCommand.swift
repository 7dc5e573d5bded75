import Console
import Files
import Foundation
import Reports
import Runs
import Training
import Transformers

private let folders = Argument.anyNumber("DIR", help: "the runs to compare (default: list all runs under runs/)")
private let out = CommonOptions.outFile("also draw the loss curves of the runs in one picture, in this SVG file")

let runsCommand = Command(
  "runs", summary: "list the runs under runs/, or compare some of them", arguments: [folders],
  options: [out, CommonOptions.overwrite, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet])
  let asked = parsed[folders]
  let picture = try parsed[out].map { try OutputFile.checked($0, parsed, reading: asked) }
  let runs =
    try asked.isEmpty ? ListedRun.all(remarks) : asked.map { try ListedRun(modelFolders.model(asked: $0, remarks)) }
  guard !runs.isEmpty else {
    throw Problem(.missing, "there is no run under runs/", suggestion: "Train one with char-gpt train FILE.")
  }
  if let picture {
    try writeFile(RunComparison(runs).picture, to: picture)
  }
  if parsed[CommonOptions.json] {
    return try printJSON(RunsAnswer(runs: runs.map(\.figures), out: picture))
  }
  try Terminal.write(asked.count > 1 ? "\(RunComparison(runs).textTable)\n" : "\(listTable(runs))\n")
  if let picture {
    try Terminal.write("\(picture): the loss curves of \(Formats.count(runs.count, "run"))\n")
  } else if asked.isEmpty, runs.count > 1 {
    let names = runs.suffix(2).map { shellQuoted($0.folder) }.joined(separator: " ")
    remarks.suggest(["swift run char-gpt runs \(names) --out compared.svg"])
  }
}

/// The answer with `--json`, also that of `compare`.
struct RunsAnswer: Encodable {
  let runs: [ListedRun.Figures]
  /// The picture or page that was written.
  let out: String?
}

/// Returns a table with one run per row, the latest last.
private func listTable(_ runs: [ListedRun]) -> TextTable {
  var table = TextTable([
    .left("run"), .left("text"), .right("parameters"), .right("steps"), .right("nats per \(RunComparison(runs).unit)"),
    .right("time"),
  ])
  for run in runs {
    let figures = run.figures
    let steps = figures.step.map { "\(Formats.grouped($0)) of \(Formats.grouped(figures.steps))" }
    table.append([
      run.folder, run.record.text.path.split(separator: "/").last.map(String.init) ?? "",
      Formats.grouped(figures.parameters), steps ?? "0 of \(Formats.grouped(figures.steps))",
      figures.validationLoss.map { Formats.fixed($0, decimals: 4) } ?? "",
      figures.elapsedS.map(Formats.duration) ?? "",
    ])
  }
  return table
}
