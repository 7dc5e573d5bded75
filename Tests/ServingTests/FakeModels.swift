import Conversations
import Files
import Foundation
import Synchronization

@testable import Serving

/// Models that answer by what the user says, and record how they were used.
final class FakeModels: ChatModels {
  /// What a test can ask about.
  struct Record {
    var questions: [[Turn]] = []
    var settings: [String] = []
    var atOnce = 0
    var mostAtOnce = 0
    /// How many answers ended because nobody listened anymore.
    var stopped = 0
    /// What a visit of the page has found, once it ends.
    var findings: [String]?
  }

  let stages = [ChatStage("base", summary: "after pretraining"), ChatStage("tuned", summary: "after <fine-tuning>")]
  let record = Mutex(Record())
  /// What an answer to "wait" waits for after its first piece.
  let permission = DispatchSemaphore(value: 0)

  func answer(_ turns: [Turn], stage: Int, temperature: Double, seed: UInt64, emit: (String) -> Bool) throws -> String?
  {
    let said = turns.last?.content ?? ""
    if said.hasPrefix("findings\n") {
      record.withLock { $0.findings = said.split(separator: "\n").dropFirst().map(String.init) }
      return nil
    }
    record.withLock {
      $0.questions.append(turns)
      $0.settings.append("\(stage) \(temperature) \(seed)")
      $0.atOnce += 1
      $0.mostAtOnce = max($0.mostAtOnce, $0.atOnce)
    }
    defer { record.withLock { $0.atOnce -= 1 } }
    switch said {
    case "fail": throw Problem(.badData, "the conversation is longer than the context", suggestion: "Start again.")
    case "nothing": return nil
    case "forbidden" where stage == 1:
      _ = emit("I cannot talk about that.")
      return "the output filter acted"
    case "forever":
      while emit("tick ") { usleep(2000) }
      record.withLock { $0.stopped += 1 }
      return nil
    case "wait":
      _ = emit("first")
      permission.wait()
      _ = emit(" second")
      return nil
    default:
      for piece in ["\(stages[stage].name) ", "heard ", said] where !emit(piece) {
        record.withLock { $0.stopped += 1 }
        return nil
      }
      return nil
    }
  }
}
