import Foundation
import Testing

/// A wrong command, its exit code, and words that the message must contain.
///
///     WrongCommand("train nowhere.txt --out new", 66, "nowhere.txt")
public struct WrongCommand: CustomTestStringConvertible, Sendable {
  let arguments: [String]
  let status: Int32
  let words: [String]

  /// Creates a wrong command from the words after the program's name, separated by spaces.
  public init(_ command: String, _ status: Int32, _ words: String...) {
    arguments = command.split(separator: " ").map(String.init)
    self.status = status
    self.words = words
  }

  /// The command.
  public var testDescription: String { arguments.joined(separator: " ") }
}

extension Program {
  /// Expects a wrong command to end with its exit code and one or two lines that explain the error, to print nothing
  /// else, and to leave no file or folder with one of these names.
  public func expectRefusal(
    _ command: WrongCommand, leaving names: [String] = ["new", "new.partial"],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let result = try run(command.arguments)
    #expect(result.status == command.status, "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.output.isEmpty, sourceLocation: sourceLocation)
    #expect(
      (1...2).contains(result.errors.split(separator: "\n").count), "\(result.errors)", sourceLocation: sourceLocation)
    #expect(result.errors.hasPrefix("\(executable): "), "\(result.errors)", sourceLocation: sourceLocation)
    for word in command.words {
      #expect(result.errors.contains(word), "\(word) is not in: \(result.errors)", sourceLocation: sourceLocation)
    }
    for name in names {
      #expect(!FileManager.default.fileExists(atPath: file(name).path), "\(name)", sourceLocation: sourceLocation)
    }
  }
}
