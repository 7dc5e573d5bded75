import Files
import Testing

@testable import Console

private let out = CommonOptions.outFile("the file to write")
private let source = Argument("FILE", help: "the file to read")

@Test func aWordForACommandWithoutArgumentsIsTakenForItsOutputOrPrompt() {
  let write = Command("write", summary: "", options: [out]) { _ in }
  let read = Command("read", summary: "", arguments: [source], options: [out]) { _ in }
  func suggestion(_ command: Command, _ words: String...) -> String? {
    let problem = #expect(throws: Problem.self) { try command.parse(words, program: "p") }
    return problem?.suggestion
  }
  let sample = Command("sample", summary: "", options: [CommonOptions.prompt(default: "a newline")]) { _ in }
  #expect(suggestion(sample, "the", "ferry") == "Put the text after --prompt: p sample --prompt \"the ferry\"")
  #expect(suggestion(sample, "the", "--prompt", "ferry") == "Usage: p sample")
  #expect(suggestion(write, "my file") == "Name the output with --out \"my file\"")
  #expect(suggestion(write, "a", "--out", "b") == "Usage: p write")
  #expect(suggestion(write, "a", "b") == "Usage: p write")
  #expect(suggestion(read, "a", "b") == "Usage: p read FILE")
}

@Test func aHyphenIsNoFileToWrite() throws {
  let command = Command("write", summary: "", options: [out]) { _ in }
  let parsed = try command.parse(["--out", "-"], program: "p")
  let problem = #expect(throws: Problem.self) { try OutputFile.checked("-", parsed, reading: []) }
  #expect(problem?.kind == .usage)
}
