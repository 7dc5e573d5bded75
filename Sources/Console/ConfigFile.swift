import Files
import Foundation

/// A file of settings for `--config`: a JSON object whose keys are the names of options, with underscores.
///
///     {"layers": 6, "learning_rate": 3e-3, "text": "tales.txt"}
///
/// A run's own `config.json` works too. It groups its settings, so the names are found at any depth, and it tells more
/// than options, so names that are no option are ignored in it.
struct ConfigFile {
  private let path: String
  private let settings: [String: Any]
  /// Whether the file is the record of a run, which names the program that wrote it.
  private let isRecord: Bool
  /// The paths of the text: `"text": "tales.txt"`, or as a run records it.
  let textPaths: [String]

  /// Reads the file.
  ///
  /// - Throws: `Problem` of kind `missing` if there is no such file, `badData` if it is not a JSON object.
  init(contentsOf path: String) throws {
    guard let object = try? JSONSerialization.jsonObject(with: readFile(path)), let top = object as? [String: Any]
    else {
      // Reading once more tells a missing file from one that is not JSON.
      _ = try readFile(path)
      throw Problem(
        .badData, "\(path) is not a JSON object of settings", suggestion: #"Write {"steps": 500}, for example."#)
    }
    self.path = path
    isRecord = top["program"] is String
    let text = top["text"] ?? top["file"]
    let record = text as? [String: Any]
    textPaths =
      (text as? String).map { [$0] } ?? record?["paths"] as? [String] ?? (record?["path"] as? String).map { [$0] } ?? []
    settings = Self.flattened(top.filter { !["text", "file", "program"].contains($0.key) })
  }

  private static func flattened(_ object: [String: Any]) -> [String: Any] {
    object.reduce(into: [:]) { flat, entry in
      if let inner = entry.value as? [String: Any] {
        flat.merge(flattened(inner)) { first, _ in first }
      } else {
        flat[entry.key] = entry.value
      }
    }
  }

  /// Returns the values of a command's options in this file.
  ///
  /// - Throws: `Problem` of kind `badData` if a value does not fit, or if a name is no option of the command.
  func values(of command: Command) throws -> [String: any Sendable] {
    var values: [String: any Sendable] = [:]
    for (key, value) in settings.sorted(by: { $0.key < $1.key }) where !(value is NSNull) {
      let name = String(key.map { $0 == "_" ? "-" : $0 })
      // Results do not depend on the number of threads, and the run may have been on a machine with more cores.
      if isRecord, name == CommonOptions.threads.declaration.name { continue }
      guard let option = command.options.first(where: { $0.name == name || $0.formerNames.contains(name) }) else {
        // A flag such as --no-bias is recorded as "bias": false.
        if let flag = command.options.first(where: { $0.name == "no-\(name)" && $0.value == nil }) {
          if Self.boolean(value) == false { values[flag.name] = true }
          continue
        }
        if isRecord { continue }
        let near = nearest(to: name, among: command.options.map(\.name))
        let hint = ForeignWords.hint(forOption: name, among: command.options.map(\.name))
        throw Problem(
          .badData, "\(path): \(quoted(key)) is no option of \(command.name)",
          suggestion: near.map { "Did you mean \"\($0.replacing("-", with: "_"))\"?" } ?? hint)
      }
      do {
        if let value = try read(value, option) { values[option.name] = value }
      } catch let problem as Problem {
        throw Problem(.badData, "\(path): \(problem.message)", suggestion: problem.suggestion)
      }
    }
    return values
  }

  /// Returns an option's value; nil for a flag that is off.
  private func read(_ value: Any, _ option: OptionDeclaration) throws -> (any Sendable)? {
    guard let reader = option.value?.read else {
      guard let isOn = Self.boolean(value) else {
        throw Problem(.badData, "\(quoted(option.name)) must be true or false")
      }
      return isOn ? true : nil
    }
    switch value {
    case let text as String: return try reader(text)
    case let number as NSNumber where Self.boolean(value) == nil: return try reader(number.stringValue)
    case _ where option.value?.placeholder == Switch.placeholder && Self.boolean(value) != nil:
      return try reader(Switch(Self.boolean(value) == true).rawValue)
    default: throw Problem(.badData, "\(quoted(option.name)) must be a number or a text")
    }
  }

  /// Returns true or false if the value was written as one of them. Foundation reads them as numbers; only the type that
  /// it keeps with a number tells them from 1 and 0.
  private static func boolean(_ value: Any) -> Bool? {
    guard let number = value as? NSNumber, String(cString: number.objCType) == "c" else { return nil }
    return number.boolValue
  }
}
