import Files
import Foundation
import Testing

@Test(arguments: [
  ("runs/mine", "runs/mine"), ("my run", "\"my run\""), ("", "\"\""), ("it's", "\"it's\""), ("5$", "'5$'"),
  ("it's $5", "'it'\\''s $5'"), ("a;b", "\"a;b\""), ("K\u{F6}ln.txt", "K\u{F6}ln.txt"), ("a\\b", "'a\\b'"),
])
func wordsAreQuotedOnlyIfTheShellWouldChangeThem(word: String, quoted: String) throws {
  #expect(shellQuoted(word) == quoted)
  // The shell reads the word back.
  let process = Process(), output = Pipe()
  process.executableURL = URL(fileURLWithPath: "/bin/sh")
  process.arguments = ["-c", "printf %s " + shellQuoted(word)]
  process.standardOutput = output
  try process.run()
  process.waitUntilExit()
  #expect(String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self) == word)
}
