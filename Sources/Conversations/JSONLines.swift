import Files
import Foundation

/// Reads a file with one JSON object per line, as chat data usually comes; empty lines are skipped.
///
/// - Parameter parse: makes a value of an object, which it also gets as a line; the path and the line are put before the message of a `Problem` that it
///   throws.
/// - Throws: `Problem` of kind `missing` if the file cannot be read; `badData` with the number of the line if one is not
///   UTF-8 or not a JSON object, or if there is no line at all; the problems of `parse`.
func readJSONLines<Value>(_ path: String, _ parse: (_ object: [String: Any], _ line: Data) throws -> Value) throws
  -> [Value]
{
  let data = try readFile(path), name = inputName(path)
  var values: [Value] = []
  for (i, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
    guard line.contains(where: { !"\t\r ".utf8.contains($0) }) else { continue }
    let place = "\(name): line \(i + 1)"
    guard String(validating: line, as: UTF8.self) != nil else { throw Problem(.badData, "\(place) is not UTF-8") }
    guard let object = try? JSONSerialization.jsonObject(with: line) as? [String: Any] else {
      throw Problem(.badData, "\(place) is not a JSON object", suggestion: "Each line must be one object: {...}.")
    }
    do {
      values.append(try parse(object, line))
    } catch let problem as Problem {
      throw Problem(problem.kind, "\(place): \(problem.message)", suggestion: problem.suggestion)
    }
  }
  if values.isEmpty { throw Problem(.badData, "\(name) has only empty lines") }
  return values
}

/// Returns a value as one line of JSON.
func jsonLine(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
}

/// Returns the turns of a list of messages, `[{"role": "user", "content": "..."}]`.
///
/// - Throws: `Problem` of kind `badData` that names the message.
func readTurns(_ messages: Any?) throws -> [Turn] {
  guard let messages = messages as? [Any], !messages.isEmpty else {
    throw Problem(
      .badData, "there is no list of \"messages\"",
      suggestion: #"Each line is {"messages": [{"role": "user", "content": "..."}, ...]}."#)
  }
  return try messages.enumerated().map { i, message in
    let place = "message \(i + 1)", fields = message as? [String: Any]
    guard let name = fields?["role"] as? String else { throw Problem(.badData, "\(place) has no role") }
    guard let role = Role(rawValue: name) else {
      throw Problem(
        .badData, "\(place) has the unknown role \(quoted(name, limit: 40))",
        suggestion: "Roles are \(Role.allCases.map(\.rawValue).joined(separator: ", ")).")
    }
    guard let content = fields?["content"] as? String else { throw Problem(.badData, "\(place) has no content") }
    return Turn(role, content)
  }
}
