import Foundation

/// What can be seen of a lab without running it: its blocks belong together, its parts are there, its quotes are true.
struct FormChecks {
  let lab: Lab

  /// Everything that is wrong.
  var faults: [Fault] { lab.faults + orderFaults + repeatFaults + excerptFaults }

  /// The parts that each lab has, in this order.
  static let parts = [
    "What you will be able to do", "The idea", "Look into the source", "Change it, predict, run it", "Exercises",
  ]

  /// The parts that a lab lacks, or has at another place.
  var partFaults: [Fault] {
    var rest = lab.headings[...]
    return Self.parts.compactMap { part in
      if let found = rest.firstIndex(where: { $0.text == part }) {
        rest = rest[(found + 1)...]
        return nil
      }
      return lab.fault(1, "the heading \"\(part)\" is missing, or stands before one that it should follow")
    }
  }

  /// Every output has something that prints it, and every continuation something to go on from.
  private var orderFaults: [Fault] {
    var faults: [Fault] = []
    var isProgramOpen = false
    for (i, block) in lab.blocks.enumerated() {
      switch block.role {
      case .output:
        if i == 0 || !lab.blocks[i - 1].isRun {
          faults.append(lab.fault(block.line, "no block that is run stands before this output"))
        }
      case .program: isProgramOpen = true
      case .continuation:
        if !isProgramOpen {
          faults.append(
            lab.fault(
              block.line, "no program is open that this block could go on from: begin it with import Kindling"))
        }
      // Programs run as a whole, so commands between their blocks would run too late.
      case .commands: isProgramOpen = false
      default: break
      }
    }
    return faults
  }

  /// Students run things twice: a training run must not be refused because its folder is there already.
  private var repeatFaults: [Fault] {
    lab.blocks.filter { $0.role == .commands }.flatMap(\.commands).compactMap { line, command in
      guard command.contains(/swift run \S+ train\b/), !command.contains("--overwrite"), !command.contains("--resume")
      else { return nil }
      return lab.fault(line, "a second run would be refused here: give --overwrite")
    }
  }

  /// Quoted lines stand in their file, one below the other; `// ...` leaves some out.
  private var excerptFaults: [Fault] {
    lab.blocks.compactMap { block in
      guard case .excerpt(let path) = block.role else { return nil }
      let file = Clone.root.appendingPathComponent(path)
      guard let text = try? String(contentsOf: file, encoding: .utf8) else {
        return lab.fault(block.line, "no such file: \(path)")
      }
      var lines = text.components(separatedBy: "\n").map(\.trimmed)[...]
      let runs = block.lines.dropFirst().map(\.trimmed).split(separator: "// ...")
      for run in runs {
        guard let start = lines.indices.first(where: { lines[$0...].starts(with: run) }) else {
          return lab.fault(
            block.line, "these lines do not stand in \(path), in this order:\n  " + run.joined(separator: "\n  "))
        }
        lines = lines[(start + run.count)...]
      }
      return nil
    }
  }
}
