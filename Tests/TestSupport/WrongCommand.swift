import Foundation
import Testing

/// A wrong command: what is wrong with it, the exit code, and words that the message must have.
///
///     WrongCommand("train nowhere.txt --out new", 66, "nowhere.txt")
public struct WrongCommand: CustomTestStringConvertible, Sendable {
  let arguments: [String]
  let status: Int32
  let words: [String]

  /// The command's words behind the program's name, divided by spaces.
  public init(_ command: String, _ status: Int32, _ words: String...) {
    arguments = command.split(separator: " ").map(String.init)
    self.status = status
    self.words = words
  }

  /// The command.
  public var testDescription: String { arguments.joined(separator: " ") }
}

extension Program {
  /// Expects that a wrong command ends with its exit code and one or two lines that say what is wrong, prints nothing
  /// else, and leaves nothing under these names.
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
