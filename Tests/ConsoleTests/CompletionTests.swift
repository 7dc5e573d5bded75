import Files
import Foundation
import TestSupport
import Testing

@testable import Console

private let program = Program(
  "char-gpt", version: "1", summary: "",
  commands: [
    Command(
      "train", summary: "train it's best",
      options: [
        Option("decay", choices: ["cosine", "linear"], default: "linear", help: "how [fast]"), CommonOptions.json,
      ]
    ) { _ in },
    Command("sample", summary: "write: text") { _ in },
  ])

/// Whether a shell accepts a script; true if the machine does not have the shell.
private func accepts(_ shell: String, _ script: String) throws -> Bool {
  try withFile(script.utf8) { path in
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [shell, "-n", path]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0 || process.terminationStatus == 127
  }
}

@Test(arguments: ["bash", "zsh", "fish"]) func completionsNameAllCommandsAndOptions(shell: String) throws {
  let outcome = program.outcome(of: ["--generate-completion", shell])
  #expect(outcome.code == 0)
  for word in ["train", "sample", "decay", "json", "cosine linear"] {
    #expect(outcome.output.contains(word), "\(word)")
  }
  #expect(try accepts(shell, outcome.output))
}

@Test func bashCompletesTheChoicesOfAnOption() throws {
  let script = program.outcome(of: ["--generate-completion", "bash"]).output
  let process = Process(), output = Pipe()
  process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  process.arguments = [
    "bash", "-c",
    script + "COMP_WORDS=(char-gpt train --decay c); COMP_CWORD=3; _char_gpt; echo \"${COMPREPLY[@]}\"; "
      + "COMP_WORDS=(char-gpt tr); COMP_CWORD=1; _char_gpt; echo \"${COMPREPLY[@]}\"; "
      + "COMP_WORDS=(char-gpt train --j); COMP_CWORD=2; _char_gpt; echo \"${COMPREPLY[@]}\"",
  ]
  process.standardOutput = output
  try process.run()
  process.waitUntilExit()
  let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
  #expect(text == "cosine\ntrain\n--json\n")
}

@Test(arguments: [[], ["tcsh"]]) func anUnknownShellIsRefused(words: [String]) {
  let outcome = program.outcome(of: ["--generate-completion"] + words)
  #expect(outcome.code == 64 && outcome.errors.contains("bash, zsh or fish"))
}
