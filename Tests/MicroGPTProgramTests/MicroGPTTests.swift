import Foundation
import TestSupport
import Testing

/// `microgpt`, or another program, in a folder with the names.
private func program(_ name: String = "microgpt") throws -> Program {
  let program = try Program(name)
  let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  try FileManager.default.createDirectory(at: program.file("data"), withIntermediateDirectories: true)
  try FileManager.default.copyItem(
    at: root.appendingPathComponent("data/names.txt"), to: program.file("data/names.txt"))
  return program
}

/// The printed loss of each step.
private func losses(_ output: String) -> [Int: Double] {
  Dictionary(
    uniqueKeysWithValues: output.matches(of: /(?m)^step ([0-9]+): loss ([0-9.]+)$/).map { (Int($0.1)!, Double($0.2)!) })
}

@Test func theScalarProgramAndTheTensorsTakeTheSameSteps() throws {
  let scalar = try program(), tensors = Program("microgpt-tensors", in: scalar)
  defer { scalar.remove() }
  let slow = try scalar("100"), fast = try tensors("run", "--steps", "100")
  #expect(slow.status == 0 && slow.errors.isEmpty && fast.status == 0 && fast.errors.isEmpty, "\(fast.errors)")
  let (expected, found) = (losses(slow.output), losses(fast.output))
  #expect(Set(expected.keys) == Set(Array(1...10) + [100]) && Set(found.keys) == Set(expected.keys))
  for step in 1...10 { #expect(abs(found[step]! - expected[step]!) < 1e-5, "step \(step)") }
  // Rounding to 32 bits adds up, slowly.
  #expect(abs(found[100]! - expected[100]!) < 1e-3)
  // Before the first step, all 27 tokens are about equally likely.
  #expect(abs(expected[1]! - log(27)) < 0.3 && expected[100]! < 3)
  for output in [slow.output, fast.output] {
    #expect(output.hasPrefix("2000 names, 27 tokens, 4192 parameters\n"), "\(output)")
  }
}

@Test func theScalarProgramWritesTwentyNames() throws {
  let program = try program()
  defer { program.remove() }
  let lines = try program("2").output.split(separator: "\n")
  #expect(lines.count == 6 && lines[3].hasPrefix("2 steps in "), "\(lines)")
  let names = lines[4...5].flatMap { $0.split(separator: " ", omittingEmptySubsequences: false) }
  #expect(names.count == 20 && names.allSatisfy { $0.count <= 16 && $0.allSatisfy(\.isLetter) }, "\(names)")
}

@Test(arguments: [
  WrongCommand("many", 64, "number of steps"), WrongCommand("0", 64, "from 1 to 1000"),
  WrongCommand("10 20", 64, "only argument"),
])
func wrongArgumentsAreRefused(_ command: WrongCommand) throws {
  let program = try program()
  defer { program.remove() }
  try program.expectRefusal(command)
}

@Test func namesThatAreMissingAreSaid() throws {
  let program = try Program("microgpt")
  defer { program.remove() }
  try program.expectRefusal(WrongCommand("5", 66, "data/names.txt", "project's folder"))
}

/// Several names at once are padded to the longest, and what is padded does not count.
@Test func aBatchIsTheMeanOverItsLetters() throws {
  let program = try program("microgpt-tensors")
  defer { program.remove() }
  let names = try program.text("data/names.txt").split(separator: "\n").prefix(2)
  let one = try losses(program("run", "--steps", "1").output)[1]!
  let both = try losses(program("run", "--steps", "1", "--batch", "2").output)[1]!
  // The second name alone: the same file without the first name.
  let text = try program.text("data/names.txt")
  try program.write(String(text.drop { $0 != "\n" }.dropFirst()) + "\(names[0])\n", to: "data/names.txt")
  let other = try losses(program("run", "--steps", "1").output)[1]!
  let (m, n) = (Double(names[0].count + 1), Double(names[1].count + 1))
  #expect(m != n && abs(both - (m * one + n * other) / (m + n)) < 3e-6)
}

@Test func theTensorsAnswerInJSON() throws {
  let program = try program("microgpt-tensors")
  defer { program.remove() }
  let figures = try object(program("run", "--steps", "20", "--batch", "8", "--json").output)
  #expect(figures["steps"] as? Int == 20 && figures["batch"] as? Int == 8)
  let loss = try #require(figures["validation_loss"] as? Double)
  #expect(loss > 2 && loss < 3.3)
  try program.expectRefusal(WrongCommand("run --steps 0", 64, "--steps"))
}
