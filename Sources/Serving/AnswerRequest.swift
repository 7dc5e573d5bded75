import Conversations
import Foundation

/// The body of `POST /answer`: which stage continues which conversation, and how.
///
///     {"stage": 1, "turns": [{"role": "user", "content": "Who rules Ardova?"}], "temperature": 0.8, "seed": 1}
struct AnswerRequest: Equatable, Decodable {
  /// The number of the stage, from 0.
  let stage: Int
  /// The conversation so far; the user speaks last.
  let turns: [Turn]
  /// A number of at least 0, no larger than models can divide by.
  let temperature: Double
  /// The seed of the random draws.
  let seed: UInt64

  /// Reads a body.
  ///
  /// - Throws: ``Refusal`` that says what is wrong.
  init(_ body: [UInt8], stageCount: Int) throws {
    do {
      self = try JSONDecoder().decode(AnswerRequest.self, from: Data(body))
    } catch {
      throw Refusal(.badRequest, Self.description(error))
    }
    guard (0..<stageCount).contains(stage) else {
      throw Refusal(.badRequest, "there is no stage \(stage); the stages are 0 to \(stageCount - 1)")
    }
    // Models divide by it in single precision, where a larger number is infinite.
    guard (0...Double(Float.greatestFiniteMagnitude)).contains(temperature) else {
      throw Refusal(.badRequest, "the temperature must be a number from 0 to 3e38")
    }
    if let (turn, what) = Conversation(turns).mistake(endsWithAnswer: false) {
      throw Refusal(.badRequest, "message \(turn): \(what)")
    }
    guard turns.last?.role == .user else {
      throw Refusal(.badRequest, "message \(turns.count): the last message must be the user's")
    }
  }

  /// Reads the fields. A number out of range is named, which the decoder by itself does not do on all systems.
  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Field.self)
    func number<Number: Decodable>(_ field: Field) throws -> Number {
      do {
        return try fields.decode(Number.self, forKey: field)
      } catch {
        switch error as? DecodingError {
        case .keyNotFound, .valueNotFound, .typeMismatch: throw error
        default: throw DecodingError.dataCorruptedError(forKey: field, in: fields, debugDescription: "out of range")
        }
      }
    }
    stage = try number(.stage)
    turns = try fields.decode([Turn].self, forKey: .turns)
    temperature = try number(.temperature)
    seed = try number(.seed)
  }

  private enum Field: CodingKey { case stage, turns, temperature, seed }

  /// Says in words why a body cannot be decoded.
  private static func description(_ error: any Error) -> String {
    func place(_ path: [any CodingKey]) -> String {
      path.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined().trimmingPrefix(".").description
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context): return "\(place(context.codingPath + [key])) is missing"
    case .valueNotFound(_, let context), .typeMismatch(_, let context):
      let name = place(context.codingPath)
      return name.isEmpty ? "the body is not a JSON object" : "\(name) has the wrong type"
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      return "\(place(context.codingPath)) has an impossible value"
    default: return "the body is not valid JSON"
    }
  }
}
