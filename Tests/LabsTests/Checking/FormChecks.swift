import Foundation

/// Checks a lab without running it: its blocks belong together, its sections are there, its quotes are accurate.
struct FormChecks {
  let lab: Lab

  /// All faults.
  var faults: [Fault] { lab.faults + orderFaults + repeatFaults + excerptFaults }

  /// The sections of every lab, in this order.
  static let parts = [
    "What you will be able to do", "The idea", "Look into the source", "Change it, predict, run it", "Exercises",
  ]

  /// The sections that a lab lacks or has in the wrong place.
  var partFaults: [Fault] {
    var rest = lab.headings[...]
    return Self.parts.compactMap { part in
      if let found = rest.firstIndex(where: { $0.text == part }) {
        rest = rest[(found + 1)...]
        return nil
      }
      return lab.fault(1, "the heading \"\(part)\" is missing, or comes before one that it should follow")
    }
  }

  /// Every output has a block that prints it, and every continuation a program to continue.
  private var orderFaults: [Fault] {
    var faults: [Fault] = []
    var isProgramOpen = false
    for (i, block) in lab.blocks.enumerated() {
      switch block.role {
      case .output:
        if i == 0 || !lab.blocks[i - 1].isRun {
          faults.append(lab.fault(block.line, "no block that is run precedes this output"))
        }
      case .program: isProgramOpen = true
      case .continuation:
        if !isProgramOpen {
          faults.append(
            lab.fault(
              block.line, "there is no program that this block could continue: begin it with import Kindling"))
        }
      // Programs run as a whole, so commands between their blocks would run too late.
      case .commands: isProgramOpen = false
      default: break
      }
    }
    return faults
  }

  /// Students run commands twice: a training run must not be refused because its folder already exists.
  private var repeatFaults: [Fault] {
    lab.blocks.filter { $0.role == .commands }.flatMap(\.commands).compactMap { line, command in
      guard command.contains(/swift run \S+ train\b/), !command.contains("--overwrite"), !command.contains("--resume")
      else { return nil }
      return lab.fault(line, "a second run would be refused here: add --overwrite")
    }
  }

  /// Quoted lines are consecutive lines of their file; `// ...` leaves some out.
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
            block.line, "these lines are not in \(path), in this order:\n  " + run.joined(separator: "\n  "))
        }
        lines = lines[(start + run.count)...]
      }
      return nil
    }
  }
}
