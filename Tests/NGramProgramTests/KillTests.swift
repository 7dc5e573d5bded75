import Foundation
import TestSupport
import Testing

/// A folder with two models, and a text and an ARPA file of each.
private func workshop() throws -> Program {
  let program = try Program()
  for (name, lines) in [("one", 200), ("two", 300)] {
    try program.write(smallText(lines: lines), to: "\(name).txt")
    for command in [
      ["train", "\(name).txt", "--out", name, "--quiet"], ["export", "--out", "\(name).arpa", "--model", name],
      ["compress", "\(name).txt", "--model", name, "--quiet"],
    ] {
      let result = try program.run(command)
      try #require(result.status == 0, "\(result.errors)")
    }
  }
  return program
}

@Test(arguments: [
  ("train two.txt --out one --quiet", "one"), ("import two.arpa --out one", "one"),
  ("export --out one.arpa --model two", "one.arpa"),
  ("compress two.txt --model two --out one.txt.kz --quiet", "one.txt.kz"),
  ("decompress two.txt.kz --model two --out one.txt --quiet", "one.txt"),
])
func aKilledCommandLeavesTheOldOrTheNew(command: String, output: String) throws {
  let program = try workshop()
  defer { program.remove() }
  try program.expectWholeAfterKills(
    of: command.split(separator: " ").map(String.init) + ["--overwrite"], output: output)
}
