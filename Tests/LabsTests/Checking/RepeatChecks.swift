import TestSupport

/// Checks that a lab's commands can be run a second time: a program that keeps existing files must be told to replace
/// those from the first time.
struct RepeatChecks {
  let lab: Lab

  /// Commands that write what they name, of programs that have `--overwrite`, without this option. (`train` always has
  /// it; ``FormChecks`` finds those.)
  func faults() throws -> [Fault] {
    try lab.blocks.filter { [.commands, .shown].contains($0.role) }.flatMap(\.commands).compactMap { line, command in
      guard let call = command.firstMatch(of: /swift run (\S+) ([a-z][a-z-]*)\b.*/)?.output, call.2 != "train",
        command.contains(/\s--(?:out|svg)\s/) || ["run", "compress"].contains(call.2),
        !command.contains("--overwrite"), !command.contains("--resume")
      else { return nil }
      let program = try Program(String(call.1))
      defer { program.remove() }
      guard try program(String(call.2), "--help").output.contains("--overwrite") else { return nil }
      return lab.fault(line, "a second run would be refused here: add --overwrite")
    }
  }
}
