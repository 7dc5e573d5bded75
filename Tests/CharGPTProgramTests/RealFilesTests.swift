import Foundation
import TestSupport
import Testing

/// Files as people have them, through the program; the readers' own tests cover the details.
@Test func aTextIsTheSameInAnyEncodingAndWithAnyLineEnds() throws {
  let program = try Program()
  defer { program.remove() }
  let text = smallText()
  try program.write(text, to: "plain.txt")
  let wide = text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  try Data(wide).write(to: program.file("wide.txt"))
  try Data([0xFF, 0xFE] + wide).write(to: program.file("marked.txt"))
  try Data(gzipped(text.utf8)).write(to: program.file("packed.txt.gz"))
  try program.write(text.replacingOccurrences(of: "\n", with: "\r\n"), to: "windows.txt")
  func train(_ path: String, input: String = "") throws -> String {
    let result = try program.run(
      ["train", path, "--out", "m", "--steps", "2", "--quiet", "--overwrite"] + tinyShape, input: input)
    #expect(result.status == 0, "\(path): \(result.errors)")
    return try program.text("m/tokenizer.json")
      + String(describing: try Data(contentsOf: program.file("m/model.safetensors")))
  }
  let expected = try train("plain.txt")
  for path in ["wide.txt", "marked.txt", "packed.txt.gz", "windows.txt"] {
    #expect(try train(path) == expected, "\(path)")
  }
  #expect(try train("-", input: text) == expected)
  // What came through a pipe is not there any more when the run is resumed.
  let resumed = try program.run(["train", "--resume", "--out", "m", "--steps", "3", "--quiet"])
  #expect(resumed.status == 66 && resumed.errors.contains("came from standard input"), "\(resumed.errors)")
  let named = try program.run(["train", "windows.txt", "--resume", "--out", "m", "--steps", "3", "--quiet"])
  #expect(named.status == 0, "\(named.errors)")
}
