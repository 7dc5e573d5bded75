import Foundation

/// Reads a value from a JSON file whose keys are in lower case with underscores, as ``writeFile(json:to:)`` writes it.
///
/// - Parameter what: what the file should describe, for the message.
/// - Throws: `Problem` of kind `missing` when it cannot be read, `badData` when it describes something else; a `Problem`
///   that the value itself throws, with the file's name before it.
public func readFile<Value: Decodable>(json type: Value.Type, describing what: String, at path: String) throws -> Value
{
  let data = try readFile(path)
  do {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(type, from: data)
  } catch let problem as Problem {
    throw Problem(problem.kind, "\(path): \(problem.message)", suggestion: problem.suggestion)
  } catch {
    throw Problem(.badData, "\(path) does not describe \(what)")
  }
}

/// Writes a value as indented JSON with sorted keys in lower case with underscores, whole or not at all; see
/// ``writeFile(to:_:)``.
public func writeFile(json value: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  try writeFile(try encoder.encode(value) + Data("\n".utf8), to: path)
}
