import Foundation
import TestSupport
import Testing

struct MetricsFilesTests {
  private func program() throws -> Program {
    let program = try Program("char-gpt")
    try program.write(smallText(), to: "text.txt")
    return program
  }

  /// The steps of each file of metrics.
  private func steps(_ program: Program) throws -> (lines: [Int], csv: [Int], events: [Int]) {
    let lines = try program.text("run/metrics.jsonl").split(separator: "\n").map { line in
      try #require(try object(String(line))["step"] as? Int)
    }
    let rows = try program.text("run/metrics.csv").split(separator: "\n").dropFirst()
    let events = try EventRecord.all(in: Data(contentsOf: program.file("run/metrics.tfevents"))).dropFirst()
    return (lines, rows.compactMap { Int($0.prefix { $0 != "," }) }, events.map(\.step))
  }

  @Test func aResumedRunGoesOnWritingThem() throws {
    let program = try program()
    defer { program.remove() }
    let options = ["--out", "run", "--evaluate-every", "10", "--log-every", "3", "--quiet"]
    let files = ["--csv", "--tensorboard"]
    let first = try program.run(["train", "text.txt", "--steps", "20"] + options + files + tinyShape)
    #expect(first.status == 0, "\(first.errors)")
    let second = try program.run(["train", "--resume", "--out", "run", "--steps", "40", "--quiet"])
    #expect(second.status == 0, "\(second.errors)")
    let (lines, csv, events) = try steps(program)
    #expect(lines.last == 40 && lines.count > 12 && csv == lines && events == lines)
    let config = try object(program.text("run/config.json"))
    #expect(config["csv"] as? Bool == true && config["tensorboard"] as? Bool == true)
  }

  @Test func aRunWithoutThemWritesNone() throws {
    let program = try program()
    defer { program.remove() }
    _ = try program.run(["train", "text.txt", "--out", "run", "--steps", "5", "--quiet"] + tinyShape)
    #expect(!FileManager.default.fileExists(atPath: program.file("run/metrics.csv").path))
    // When it asks for them later, they have its first steps, too.
    let more = ["train", "--resume", "--out", "run", "--steps", "25", "--csv", "--tensorboard", "--quiet"]
    #expect(try program.run(more).status == 0)
    let (lines, csv, events) = try steps(program)
    #expect(lines.first == 0 && csv == lines && events == lines)
    // A new run in the place of the old one removes the files that it does not write.
    let new = ["train", "text.txt", "--out", "run", "--overwrite", "--steps", "5", "--quiet"]
    #expect(try program.run(new + tinyShape).status == 0)
    #expect(!FileManager.default.fileExists(atPath: program.file("run/metrics.csv").path))
    #expect(!FileManager.default.fileExists(atPath: program.file("run/metrics.tfevents").path))
  }
}
