/// What shows only when the labs are done one after the other in one clone, where a folder of one is there in the next.
struct RunFolderChecks {
  /// The labs, in order.
  let labs: [Lab]

  /// A folder into which two programs write: the second would refuse it.
  var faults: [Fault] {
    var owners: [String: String] = [:]
    return labs.flatMap { lab in
      // Also those that are only shown, for who has the time runs them.
      lab.blocks.filter { [.commands, .shown].contains($0.role) }.flatMap(\.commands).compactMap { line, command in
        guard let program = command.firstMatch(of: /swift run (\S+) (?:train|run)\b/)?.1,
          let folder = command.firstMatch(of: /--out (runs\/\S+)/)?.1
        else { return nil }
        let owner = owners[String(folder), default: String(program)]
        owners[String(folder)] = owner
        return owner == program
          ? nil : lab.fault(line, "\(program) would refuse \(folder), into which \(owner) has written before")
      }
    }
  }
}
