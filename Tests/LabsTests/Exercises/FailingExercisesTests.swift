import Foundation
import TestSupport
import Testing

/// Whatever a student's function does, the program says what is wrong, and goes on to the next exercise.
struct FailingExercisesTests {
  /// Functions of lab 05 that do not return.
  private static let solution = """
    func temperedSoftmax(_ logits: [Double], temperature: Double) throws -> [Double] {
      return logits.indices.map { logits[$0 + 1] }  // crash
    }

    func keptByTopK(_ probabilities: [Double], k: Int) throws -> [Double] {
      while k > 0 { usleep(1000) }
      return probabilities
    }

    func keptByTopP(_ probabilities: [Double], p: Double) throws -> [Double] {
      exit(0)
    }

    func drawnToken(_ probabilities: [Double], at random: Double) throws -> Int {
      var tokens = probabilities
      while random < 1 { tokens += [Double](repeating: 1, count: 1_000_000) }
      return tokens.count
    }

    func beamSearch(
      _ model: GPT, after prompt: [Int32], length: Int, width: Int
    ) throws -> (tokens: [Int32], logProbability: Double) {
      try beamSearch(model, after: prompt, length: length, width: width)
    }
    """

  @Test func crashesAndEndlessLoopsAreSaid() async throws {
    let folder = ExerciseFolder(lab: "05-decoding")
    var start = try folder.start()
    start.replace(with: Self.solution.components(separatedBy: "\n"))
    let line = try #require(start.lines.firstIndex { $0.hasSuffix("// crash") }) + 1
    let (result, list) = try await apart { [start] in
      let build = try ExercisesBuild([(folder, start)], lines: true)
      defer { build.remove() }
      return (
        try build("5", "--time-limit", "4", "--memory-limit", "100"),
        try build("--json", "--time-limit", "4", "--memory-limit", "100")
      )
    }
    #expect(result.status == 1)
    var words = [
      "temperedSoftmax  crashed: Index out of range\n",
      "keptByTopK       stopped: still running after 4 s\n", "--time-limit 40\n",
      "keptByTopP       crashed: it ended the program with exit()\n",
      "drawnToken       stopped: it took more than 100 MB of memory\n", "--memory-limit 400\n",
      "beamSearch       crashed: bad memory access", "exercises: 0 of 5 passed\n",
    ]
    #if os(Linux)
      words.append("  at Examples/exercises/05-decoding.swift:\(line)\n")
    #endif
    for words in words { #expect(result.output.contains(words), "\(result.output)") }
    let lab = try #require((object(list.output)["labs"] as? [[String: Any]])?.first)
    let outcomes = (lab["exercises"] as? [[String: String]])?.map { $0["outcome"] }
    #expect(outcomes == ["crashed", "stopped", "crashed", "stopped", "crashed"])
  }

  @Test func noAnswerStopsTheChecks() async throws {
    let labs = try ExerciseFolder.labs.map { lab in
      let folder = ExerciseFolder(lab: lab), text = try folder.start().text
      return (folder, StartingFile(text.replacing("throw NotYetWritten()", with: "return try badAnswer()")))
    }
    let helper = Clone.root.appendingPathComponent("Tests/LabsTests/BadAnswers/BadAnswers.swift")
    let results = try await apart {
      let build = try ExercisesBuild(labs, helpers: [helper])
      defer { build.remove() }
      return try ["throwing", "nothing", "nan", "much"].map { kind in
        (kind, try build("--json", environment: ["KINDLING_BAD_ANSWER": kind]))
      }
    }
    for (kind, result) in results {
      let report = try object(result.output)
      #expect(report["passed"] as? Int == 0 && report["of"] as? Int ?? 0 > 50)
      for lab in report["labs"] as? [[String: Any]] ?? [] {
        for exercise in lab["exercises"] as? [[String: String]] ?? [] {
          let message = exercise["message"] ?? ""
          #expect(exercise["outcome"] == "wrong" && !message.isEmpty, "\(kind): \(exercise)")
          #expect(message.count < 1000 && !message.contains("\n"), "\(kind): \(exercise)")
        }
      }
    }
  }

  @Test func thePlaygroundIsBuiltWithTheFlagsOfTheseTests() throws {
    // Where this build system describes how it builds; others may not.
    let description = Program.products.appendingPathComponent("../../debug.yaml")
    guard let text = try? String(contentsOf: description, encoding: .utf8) else { return }
    let compilations = text.split(separator: "\n").filter {
      $0.contains("-module-name\",\"playground\"") && $0.contains("-emit-module")
    }
    let flags = try Compiler.studentFlags().map { "\"\($0)\"" }.joined(separator: ",")
    #expect(flags.contains("\"-assert-config\",\"Debug\""))
    #expect(!compilations.isEmpty && compilations.allSatisfy { $0.contains(flags) })
  }
}
