/// What is wrong with something that came from outside: a file, an option, a text.
///
/// A problem is written for the person at the keyboard: one line that says what is wrong and where, and,
/// where there is one, a second line that says what to do. Its kind carries the exit code, so that every
/// executable answers alike.
///
///     throw Problem(.missing, "no such file: tales.txt", suggestion: "See data/ for texts to start with.")
public struct Problem: Error, Equatable, CustomStringConvertible {
  /// The kinds of problems; the raw value is the exit code: as in BSD's `sysexits.h`, or 128 and the signal's number.
  public enum Kind: Int32, Sendable {
    /// What the user asked to have checked is not as it should be.
    case unmet = 1
    /// The command line is wrong: an unknown option, a value out of range.
    case usage = 64
    /// The input was read, but it is not what it should be.
    case badData = 65
    /// The input does not exist or cannot be read.
    case missing = 66
    /// A fault of this program.
    case software = 70
    /// The output cannot be created.
    case cannotCreate = 73
    /// Reading or writing failed half-way: a full disk, a folder that went away.
    case inputOutput = 74
    /// The terminal was closed; what there was to save is saved.
    case hangup = 129
    /// Ctrl-C was pressed; what there was to save is saved.
    case interrupted = 130
    /// The process was asked to end; what there was to save is saved.
    case terminated = 143
  }

  /// What kind of problem it is, and with it the exit code.
  public let kind: Kind
  /// What is wrong, and where; no final full stop is needed.
  public let message: String
  /// What to do about it.
  public let suggestion: String?

  /// A problem of a kind, in one line, with what to do about it in another.
  public init(_ kind: Kind, _ message: String, suggestion: String? = nil) {
    self.kind = kind
    self.message = message
    self.suggestion = suggestion
  }

  /// The message, and below it the suggestion where there is one.
  public var description: String {
    [message, suggestion].compactMap { $0 }.joined(separator: "\n")
  }
}
