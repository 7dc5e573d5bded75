/// A fenced block of a lab.
struct Block {
  /// How a block is used.
  enum Role: Equatable {
    /// Commands for the shell.
    case commands
    /// A whole Swift program.
    case program
    /// Swift that continues the block before.
    case continuation
    /// The output of the block before.
    case output
    /// Lines quoted from a file of the project.
    case excerpt(path: String)
    /// Functions that solve exercises.
    case solution
    /// Visibly neither run nor compared: formulas, drawings, and blocks that say "not run".
    case shown
  }

  let role: Role
  /// The line of the opening fence, counted from 1.
  let line: Int
  let lines: [String]
  let options: BlockOptions

  /// Whether the block is run and prints output.
  var isRun: Bool { [.commands, .program, .continuation].contains(role) }

  /// The lines as commands, each with the line of the lab where it begins; a line that ends with a backslash continues
  /// on the next.
  var commands: [(line: Int, text: String)] {
    var commands: [(line: Int, text: String)] = []
    var continues = false
    for (i, line) in lines.enumerated() {
      let text = line.hasSuffix("\\") ? String(line.dropLast()).trimmed + " " : line
      if continues {
        commands[commands.count - 1].text += text.drop { $0 == " " }
      } else {
        commands.append((self.line + 1 + i, text))
      }
      continues = line.hasSuffix("\\")
    }
    return commands
  }
}

/// The options in the HTML comment before a block.
struct BlockOptions {
  /// How far a number can be from the printed one.
  var tolerance = Tolerance.exact
  /// Which numbers are not compared at all.
  var varying = Varying.none
  /// The exit code that the commands must end with.
  var status: Int32 = 0
  var isSolution = false
  /// The file, written by the blocks above, that the picture below shows.
  var picture: String?

  /// Reads a comment's text such as `tolerance 5%; times vary`; throws an error for unknown options.
  init(_ comment: String = "") throws(UnknownOption) {
    for part in comment.split(separator: ";") {
      let words = part.split(separator: " ").map(String.init)
      switch (words.first, words.count) {
      case ("tolerance", 2):
        guard let tolerance = Tolerance(words[1]) else { throw UnknownOption(text: part.description) }
        self.tolerance = tolerance
      case ("exit", 2):
        guard let status = Int32(words[1]) else { throw UnknownOption(text: part.description) }
        self.status = status
      case ("times", 2) where words[1] == "vary": varying = .times
      case ("numbers", 2) where words[1] == "vary": varying = .all
      case ("solution", 1): isSolution = true
      case ("picture", 2): picture = words[1]
      default: throw UnknownOption(text: part.description)
      }
    }
  }
}

/// An option that this checker does not know.
struct UnknownOption: Error {
  let text: String
}

/// How far a number can be from the one that a lab shows.
enum Tolerance: Equatable {
  case exact
  case relative(Double)
  case absolute(Double)

  /// Reads `5%` as relative to the larger number, `0.01` as absolute.
  init?(_ text: String) {
    if text.hasSuffix("%") {
      guard let percent = Double(text.dropLast()), percent > 0 else { return nil }
      self = .relative(percent / 100)
    } else {
      guard let value = Double(text), value > 0 else { return nil }
      self = .absolute(value)
    }
  }

  /// Whether two numbers are equal within this tolerance.
  func accepts(_ a: Double, _ b: Double) -> Bool {
    switch self {
    case .exact: a == b
    case .relative(let share): abs(a - b) <= share * max(abs(a), abs(b))
    case .absolute(let distance): abs(a - b) <= distance
    }
  }
}

/// Which numbers differ from run to run.
enum Varying: Equatable { case none, times, all }
