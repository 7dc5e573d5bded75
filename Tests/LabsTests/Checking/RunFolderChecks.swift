/// Checks for faults that show only when the labs are done one after another in one clone, where the next lab still has
/// the folders of the one before.
struct RunFolderChecks {
  /// The labs, in order.
  let labs: [Lab]

  /// Folders that two programs write to: the second program would refuse them.
  var faults: [Fault] {
    var owners: [String: String] = [:]
    return labs.flatMap { lab in
      // Includes blocks that are only shown, because readers with enough time run them.
      lab.blocks.filter { [.commands, .shown].contains($0.role) }.flatMap(\.commands).compactMap { line, command in
        guard let program = command.firstMatch(of: /swift run (\S+) (?:train|run)\b/)?.1,
          let folder = command.firstMatch(of: /--out (runs\/\S+)/)?.1
        else { return nil }
        let owner = owners[String(folder), default: String(program)]
        owners[String(folder)] = owner
        return owner == program
          ? nil : lab.fault(line, "\(program) would refuse \(folder), which \(owner) has already written to")
      }
    }
  }
}
