/// An error in input from outside the program: a file, an option, a text.
///
/// A problem is written for the person at the keyboard: one line says what is wrong and where, and an optional second
/// line says what to do. Its kind determines the exit code, so all executables behave the same way.
///
///     throw Problem(.missing, "no such file: tales.txt", suggestion: "See data/ for texts to start with.")
public struct Problem: Error, Equatable, CustomStringConvertible {
  /// The kinds of problems; the raw value is the exit code: from BSD's `sysexits.h`, or 128 plus the signal's number.
  public enum Kind: Int32, Sendable {
    /// A check that the user asked for failed.
    case unmet = 1
    /// The command line is wrong: an unknown option, a value out of range.
    case usage = 64
    /// The input was read, but its contents are wrong.
    case badData = 65
    /// The input does not exist or cannot be read.
    case missing = 66
    /// A bug in this program.
    case software = 70
    /// The output cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed partway: the disk is full, or a folder disappeared.
    case inputOutput = 74
    /// The terminal was closed; everything is saved.
    case hangup = 129
    /// Ctrl-C was pressed; everything is saved.
    case interrupted = 130
    /// The process was asked to end; everything is saved.
    case terminated = 143
  }

  /// The kind of the problem, which is also the exit code.
  public let kind: Kind
  /// What is wrong and where, without a final period.
  public let message: String
  /// What to do about it; nil if there is nothing to suggest. Names of settings are marked; see ``setting(_:)``.
  public let suggestion: String?

  /// Creates a problem from a one-line message and an optional suggestion, also in one line.
  public init(_ kind: Kind, _ message: String, suggestion: String? = nil) {
    self.kind = kind
    self.message = message
    self.suggestion = suggestion
  }

  /// The message, and below it the suggestion, if any, with settings in quotes: `a lower "minimum count"`.
  public var description: String { text { "\"\($0.split(separator: "-").joined(separator: " "))\"" } }

  /// Returns the message, and below it the suggestion, if any.
  ///
  /// - Parameter spelling: returns the name of a setting as the user would write it, such as `--minimum-count` on a
  ///   command line.
  public func text(spelling: (_ setting: String) -> String) -> String {
    guard let suggestion else { return message }
    return message + "\n" + suggestion.replacing(/\u{E000}([a-z0-9-]+)\u{E000}/) { spelling(String($0.1)) }
  }

  /// Marks the name of a setting in a suggestion.
  ///
  /// The library does not know how a program offers its settings. So a suggestion marks the names of settings, and the
  /// program prints each one in the form that its users write:
  ///
  ///     throw Problem(
  ///       .badData, "no word is frequent enough",
  ///       suggestion: "Try a lower \(Problem.setting("minimum-count")).")
  public static func setting(_ name: String) -> String { "\(mark)\(name)\(mark)" }

  /// A character for private use.
  private static let mark = "\u{E000}"
}
