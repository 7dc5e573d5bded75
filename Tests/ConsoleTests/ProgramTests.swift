import Files
import Synchronization
import Testing

@testable import Console

private struct Odd: Error, CustomStringConvertible {
  let description = "first line\nsecond line"
}

private let odd = Command("odd", summary: "throw an error that is not a Problem") { _ in throw Odd() }
private let calm = Command("calm", summary: "do nothing") { _ in }
private let program = Program(
  "char-gpt", version: "1.2", summary: "A small GPT.", commands: [train, odd, calm])

private func outcome(_ words: String...) -> Program.Outcome { program.outcome(of: words) }

@Test func helpAndVersionExitWithCodeZero() {
  let help = Program.Outcome(output: program.help(width: min(100, Terminal.width)))
  #expect(outcome("--help") == help)
  #expect(outcome("-h") == help)
  #expect(outcome("help") == help)
  let trainHelp = Program.Outcome(output: train.help(program: "char-gpt", width: min(100, Terminal.width)))
  #expect(outcome("train", "--help") == trainHelp)
  #expect(outcome("train", "-h") == trainHelp)
  #expect(outcome("train", "--layers", "--help") == trainHelp)
  #expect(outcome("help", "train") == trainHelp)
  #expect(outcome("--version") == Program.Outcome(output: "char-gpt 1.2\n"))
}

@Test func aCommandGetsTheUserInputAndItsProblemIsReported() {
  #expect(
    outcome("train", "a.txt", "--layers", "3")
      == Program.Outcome(errors: "char-gpt: read a.txt with 3 layers\n", code: 65))
  #expect(outcome("calm") == Program.Outcome())
}

@Test func theSuggestionIsOnTheNextLine() {
  #expect(
    outcome("train", "a.txt", "--layrs", "3")
      == Program.Outcome(errors: "char-gpt: unknown option \"--layrs\"\nDid you mean --layers?\n", code: 64))
}

@Test func anErrorThatIsNotAProblemIsReportedOnOneLineAsOurFault() {
  #expect(
    outcome("odd")
      == Program.Outcome(errors: "char-gpt: unexpected error: first line second line\n", code: 70))
}

@Test(arguments: [
  (["trian"], "unknown command \"trian\"", "Did you mean char-gpt train?"),
  (["my tales.txt"], "\"my tales.txt\" is not a command", "Did you mean char-gpt train \"my tales.txt\"?"),
  (["fit"], "unknown command \"fit\"", "Here it is char-gpt train."),
  (["quite-another"], "unknown command \"quite-another\"", "See char-gpt --help"),
  (["help", "trian"], "unknown command \"trian\"", "Did you mean char-gpt train?"),
  (["--vesrion"], "unknown option \"--vesrion\"", "Did you mean char-gpt --version?"),
  (["--quiet", "train"], "expected a command, not \"--quiet\"", "See char-gpt --help"),
  (
    ["--layers=2", "train"], "expected a command, not \"--layers=2\"",
    "Options come after the command: char-gpt train FILE [OTHER] --layers=2"
  ),
  ([], "a command is missing: train, odd or calm", "See char-gpt --help"),
])
func anUnknownOrMissingCommandIsRejected(words: [String], message: String, suggestion: String) {
  #expect(
    program.outcome(of: words)
      == Program.Outcome(errors: "char-gpt: \(message)\n\(suggestion)\n", code: 64))
}

@Test func withoutArgumentsTheProgramRunsItsOwnAction() {
  let program = Program("p", version: "1", summary: "", commands: []) { throw Problem(.missing, "ran") }
  #expect(program.outcome(of: []) == Program.Outcome(errors: "p: ran\n", code: 66))
}

@Test func theThreadCountIsSetBeforeTheCommandRuns() {
  let told = Mutex<[Int]>([])
  let command = Command("count", summary: "", options: [CommonOptions.threads, CommonOptions.json]) { _ in
    throw Problem(.badData, "told \(told.withLock { $0 })")
  }
  let program = Program(
    "p", version: "1", summary: "", commands: [command], threads: { n in told.withLock { $0 += [n] } })
  #expect(program.outcome(of: ["count"]).errors == "p: told []\n")
  #expect(program.outcome(of: ["count", "--threads", "0"]).code == 64)
  #expect(program.outcome(of: ["count", "--threads", "3", "--json"]).errors == "p: told [3]\n")
}

@Test func runReturnsTheExitCode() {
  #expect(program.run(arguments: ["calm"]) == 0)
  #expect(program.run(arguments: ["train", "a.txt"]) == 65)
}
