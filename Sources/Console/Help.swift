/// The maximum width of help text, in columns.
let helpWidth = 100

extension Command {
  /// The command's help: its usage, then its arguments and options in aligned columns.
  func help(program: String, width: Int = helpWidth) -> String {
    let rows = options.map { ($0.label, $0.help) } + [("--help, -h", "print this help")]
    var parts = [
      "usage: \(program) \(call)\(options.isEmpty ? "" : " [--option value ...]")",
      wrapped(summary, width: width).joined(separator: "\n"),
    ]
    if !arguments.isEmpty {
      parts.append("arguments:\n" + columns(arguments.map { ($0.name, $0.help) }, width: width))
    }
    parts.append("options:\n" + columns(rows, width: width))
    return parts.joined(separator: "\n\n") + "\n"
  }
}

extension Program {
  /// The program's help: its purpose and its commands, one per line.
  func help(width: Int = helpWidth) -> String {
    let options = [
      ("--help, -h", "print this help"), ("--version", "print the version"),
      (
        "--generate-completion SHELL",
        "print a script that completes commands and options in the shell (bash, zsh or fish)"
      ),
    ]
    return [
      "usage: \(name) COMMAND ... [--option value ...]",
      wrapped(summary, width: width).joined(separator: "\n"),
      "commands:\n" + columns(commands.map { ($0.call, $0.summary) }, width: width),
      "options:\n" + columns(options, width: width),
      "See \(name) COMMAND --help for a command's arguments and options.",
    ].joined(separator: "\n\n") + "\n"
  }
}

/// Returns two indented columns, the right one wrapped to the width; a label too long for its column gets its own line.
public func columns(_ rows: [(label: String, text: String)], width: Int) -> String {
  let longest = 30
  let column = rows.map(\.label.count).filter { $0 <= longest }.max() ?? 0
  let indent = 2 + column + 2
  return rows.map { label, text in
    // On a very narrow terminal the text overflows the width instead of wrapping after every word.
    let lines = wrapped(text, width: max(20, width - indent))
    let left = "  " + label
    let first = label.count > column ? left + "\n" : left
    let hanging = String(repeating: " ", count: indent)
    let gap = label.count > column ? hanging : String(repeating: " ", count: indent - left.count)
    return first + gap + lines.joined(separator: "\n" + hanging)
  }.joined(separator: "\n")
}

/// Breaks text into lines at spaces; a word longer than the width stays whole.
func wrapped(_ text: String, width: Int) -> [String] {
  var lines: [String] = []
  for word in text.split(separator: " ") {
    if let line = lines.last, line.count + 1 + word.count <= width {
      lines[lines.count - 1] += " " + word
    } else {
      lines.append(String(word))
    }
  }
  return lines
}
