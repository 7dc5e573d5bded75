import Foundation
import TestSupport
import Testing

private let compared: Program = {
  do {
    let program = try Program()
    try program.write(smallText(), to: "text.txt")
    for (name, rate, more) in [
      ("slow", "0.0005", ["--evaluate-batches", "2", "--qk-norm", "on"]), ("fast", "0.01", []),
    ] {
      let result = try program.run(
        ["train", "text.txt", "--out", "runs/\(name)", "--steps", "20", "--evaluate-every", "5", "--quiet"]
          + ["--learning-rate", rate] + tinyShape + more)
      precondition(result.status == 0, result.errors)
    }
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test func runsAreListedWithTheirResults() throws {
  let result = try compared("runs")
  #expect(result.status == 0, "\(result.errors)")
  let lines = result.output.split(separator: "\n")
  #expect(lines.count == 4 && lines[2].hasPrefix("runs/slow") && lines[3].hasPrefix("runs/fast"), "\(result.output)")
  #expect(lines[2].contains("text.txt") && lines[2].contains("20 of 20"))
  let answer = try object(compared("runs", "--json").output)
  let runs = try #require(answer["runs"] as? [[String: Any]])
  let losses = runs.compactMap { $0["validation_loss"] as? Double }
  #expect(losses.count == 2 && losses[1] < losses[0])
  #expect(runs.map { $0["model"] as? String } == ["runs/slow", "runs/fast"])
}

@Test func aComparisonShowsWhatDiffers() throws {
  let result = try compared("runs", "runs/slow", "runs/fast")
  #expect(result.output.contains("learning-rate") && result.output.contains("0.0005"), "\(result.output)")
  let words = result.output.split(separator: "\n").map { $0.split(separator: " ") }
  #expect(words.contains(["evaluate-batches", "2", "all"]) && words.contains(["qk-norm", "on", "off"]))
  #expect(!result.output.contains("layers") && result.output.contains("nats per character"))
}

@Test func theCurvesOfComparedRunsAreDrawnTogetherAndReplaceNothing() throws {
  let arguments = ["runs", "runs/slow", "runs/fast", "--out", "both.svg", "--quiet"]
  defer { try? FileManager.default.removeItem(at: compared.file("both.svg")) }
  #expect(try compared.run(arguments).status == 0)
  let picture = try compared.text("both.svg")
  #expect(picture.components(separatedBy: "<polyline").count == 3)
  #expect(picture.contains(">slow<") && picture.contains(">fast<"))
  #expect(try compared.run(arguments).status == 73)
  #expect(try compared.text("both.svg") == picture)
  #expect(try compared.run(arguments + ["--overwrite"]).status == 0)
}

@Test(arguments: [
  WrongCommand("runs nowhere", 66, "nowhere"), WrongCommand("runs text.txt", 64, "text.txt is a file"),
  WrongCommand("runs runs/slow --out runs/slow/loss.svg --overwrite", 73, "inside runs/slow"),
  WrongCommand("list", 64, "list", "runs"),
])
func mistakesInComparingRunsAreClear(_ command: WrongCommand) throws { try compared.expectRefusal(command) }
