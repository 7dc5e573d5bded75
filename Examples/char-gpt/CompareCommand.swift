import Console
import Files
import Reports

private let folders = Argument.anyNumber("DIR", help: "the run folders to compare, two or more")
private let out = CommonOptions.outFile(
  "also show the curves: in a web page, or in a picture if the name of FILE ends with .svg")

let compareCommand = Command(
  "compare", summary: "compare runs: what differs, what came of it, and their curves", arguments: [folders],
  options: [out, CommonOptions.overwrite, CommonOptions.json, CommonOptions.quiet]
) { parsed in
  let remarks = Remarks(quiet: parsed[CommonOptions.quiet]), asked = parsed[folders]
  guard asked.count > 1 else {
    throw Problem(
      .usage, "compare needs two run folders or more", suggestion: "char-gpt runs lists those under runs/.")
  }
  let target = try parsed[out].map { try OutputFile.checked($0, parsed, reading: asked) }
  let comparison = RunComparison(try asked.map { try ListedRun(modelFolders.model(asked: $0, remarks)) })
  let isPicture = target?.lowercased().hasSuffix(".svg") ?? false
  if let target { try writeFile(isPicture ? comparison.picture : try comparison.page.html(), to: target) }
  if parsed[CommonOptions.json] {
    return try printJSON(RunsAnswer(runs: comparison.runs.map(\.figures), out: target))
  }
  try Terminal.write("\(comparison.textTable)\n\(comparison.summary)\n")
  if let target {
    let count = Formats.count(asked.count, "run")
    try Terminal.write("\(target): the curves of \(count)\(isPicture ? "" : "; open it in a browser")\n")
  }
}
