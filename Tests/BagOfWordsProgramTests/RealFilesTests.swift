import Foundation
import TestSupport
import Testing

/// Files as people have them, through the program; the readers' own tests cover the details.
@Test func blankLinesAmongLabeledLinesAreLeftOut() throws {
  let program = try Program()
  defer { program.remove() }
  let lines = labeledLines(12).replacingOccurrences(of: "\n", with: "\r\n\r\n")
  try program.write("\u{FEFF}\r\n" + lines, to: "lines.tsv")
  let result = try program.run(["train", "lines.tsv", "--out", "m", "--validation", "0", "--quiet"])
  #expect(result.status == 0 && result.figures["texts"] == 12, "\(result.errors)")
  let model = try object(program.text("m/config.json"))["model"] as? [String: Any]
  #expect(model?["classes"] as? [String] == ["bad", "good"])
}

@Test func aFolderIsADocumentPerFile() throws {
  let program = try Program()
  defer { program.remove() }
  try FileManager.default.createDirectory(at: program.file("tales"), withIntermediateDirectories: true)
  try program.write("it was the best", to: "tales/b.txt")
  try program.write("it was the worst", to: "tales/a.txt")
  try program.write("it was all", to: "last.txt")
  let result = try program.run(["vectors", "tales", "last.txt"])
  #expect(result.status == 0, "\(result.errors)")
  let rows = result.output.split(separator: "\n").dropFirst(2).prefix(3).compactMap { $0.split(separator: " ").first }
  #expect(rows == ["tales/a.txt", "tales/b.txt", "last.txt"])
  let nearest = try program.run(["nearest", "tales", "--query", "the best"])
  #expect(nearest.status == 0 && nearest.output.contains("tales/b.txt"), "\(nearest.errors)")
}
