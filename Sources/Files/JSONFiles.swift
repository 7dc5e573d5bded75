import Foundation

/// Reads a value from a JSON file with keys in snake case, as ``writeFile(json:to:)`` writes it.
///
/// - Parameter what: a description of the expected contents, for the message.
/// - Throws: `Problem` of kind `missing` if the file cannot be read, `badData` if it describes something else. If the
///   value's own decoding throws a `Problem`, the path is put before its message.
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

/// Writes a value as indented JSON with sorted keys in snake case, completely or not at all; see ``writeFile(to:_:)``.
public func writeFile(json value: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.keyEncodingStrategy = .convertToSnakeCase
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  try writeFile(try encoder.encode(value) + Data("\n".utf8), to: path)
}
