import Foundation
import TestSupport
import Testing

/// A folder with a trained model, created once.
private let trained: Program = {
  do {
    let program = try Program()
    try program.write(smallText(), to: "text.txt")
    let result = try program.run(["train", "text.txt", "--out", "run", "--steps", "60", "--quiet"] + tinyShape)
    precondition(result.status == 0, result.errors)
    return program
  } catch {
    fatalError("\(error)")
  }
}()

private func write(_ lines: String, _ options: String...) throws -> Program.Result {
  try trained.run(["write", "--model", "run", "--seed", "3", "--tokens", "20"] + options, input: lines)
}

@Test func aBeginningIsContinuedAndTheNextCharactersAreShown() throws {
  let result = try write("the goat\n")
  let lines = result.output.split(separator: "\n", omittingEmptySubsequences: false)
  #expect(result.status == 0 && result.output.hasPrefix("the goat"))
  let next = try #require(lines.first { $0.hasPrefix("next: ") })
  #expect(next.components(separatedBy: " %").count == 7)
  #expect(try write("the goat\n").output == result.output)
}

@Test func againWritesAnotherContinuationAndReturnGoesOn() throws {
  let output = try write("the goat\n/again\n\n").output
  let texts = output.components(separatedBy: "\n\nnext: ")
  #expect(texts.count == 4)
  let (first, second) = (texts[0], texts[1].drop { $0 != "\n" }.drop { $0 == "\n" })
  #expect(second.hasPrefix("the goat") && first != second)
  // The third text begins with all of the second.
  #expect(texts[2].contains(second))
}

@Test func temperatureZeroIsAlwaysTheSame() throws {
  let output = try write("the goat\n/temperature 0\n/again\n").output
  let texts = output.components(separatedBy: "\n\nnext: ").map { $0.drop { $0 != "t" } }
  #expect(texts.count == 4 && texts[1].hasSuffix(String(texts[2].suffix(28))))
}

@Test(arguments: [
  "/temprature 1", "/temperature hot", "/temperature", "/top-p 2", "/top-k -1", "/min-p x", "/repetition-penalty 0",
])
func aMistypedCommandIsSaidAndTheSessionGoesOn(line: String) throws {
  let result = try write("\(line)\nthe goat\n", "--quiet")
  #expect(result.status == 0 && result.output.contains("the goat"))
  #expect(result.errors.contains("/") && result.errors.split(separator: "\n").count == 1, "\(result.errors)")
}

@Test func unknownCharactersAreLeftOut() throws {
  let result = try write("the \u{E9}goat\n")
  #expect(result.output.hasPrefix("the goat") && result.errors.contains("1 character that the model has never seen"))
}

@Test func aStopTextEndsAContinuation() throws {
  let whole = try write("the goat\n").output.components(separatedBy: "\n\nnext: ")[0]
  let stop = String(whole.dropFirst(8 + 5).prefix(1)), written = whole.dropFirst(8)
  let expected = "the goat" + (written.firstIndex(of: stop.first ?? " ").map { written[..<$0] } ?? "")
  let stopped = try write("the goat\n", "--stop", stop.replacing("\n", with: "\\n")).output
  #expect(stopped.components(separatedBy: "\n\nnext: ")[0] == expected)
}

@Test func minPAndTheRepetitionPenaltyCanBeChanged() throws {
  let output = try write("the goat\n/temperature 0\n/temperature 1\n/min-p 1\n/repetition-penalty 5\n").output
  let texts = output.components(separatedBy: "\n\nnext: ").dropLast().map { $0.suffix(28) }
  #expect(texts.count == 5 && texts[1] == texts[3] && texts[4] != texts[3])
}
