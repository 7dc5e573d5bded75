import Foundation

/// Runs all blocks of a lab in order, in a folder like a fresh clone, and compares what they print.
struct LabRun {
  let lab: Lab
  private(set) var faults: [Fault] = []
  /// The output of each block that was run, by the block's number.
  private(set) var found: [Int: [String]] = [:]
  private let workshop: Workshop
  private let isUpdate: Bool

  /// Runs a lab.
  ///
  /// - Parameter update: accepts all outputs as they are, and writes the lab's pictures.
  init(_ lab: Lab, update: Bool = false) throws {
    self.lab = lab
    isUpdate = update
    workshop = try Workshop()
    defer { workshop.remove() }
    try runAll()
    try checkPlaces()
    checkPictures()
  }

  private mutating func runAll() throws {
    let programs = Dictionary(uniqueKeysWithValues: SwiftProgram.all(of: lab).map { ($0.blocks[0], $0) })
    for (i, block) in lab.blocks.enumerated() {
      switch block.role {
      case .commands: try runCommands(i, block)
      case .program: try run(programs[i]!)
      default: break
      }
    }
  }

  private mutating func runCommands(_ index: Int, _ block: Block) throws {
    let result = try workshop.commands.run(script: block.lines.joined(separator: "\n"))
    check(result.status, of: index, printed: result.output)
    compare(index, result.lines)
  }

  private mutating func run(_ program: SwiftProgram) throws {
    let folder = workshop.folder.deletingLastPathComponent()
    let source = folder.appendingPathComponent("main.swift"), executable = folder.appendingPathComponent("playground")
    try Data(program.source(in: lab).utf8).write(to: source)
    let compilation = try Compiler(product: "playground").compile([source], to: executable, optimized: true)
    let line = lab.blocks[program.blocks[0]].line
    guard compilation.status == 0 else {
      return faults.append(lab.fault(line, "this program does not compile:\n\(compilation.output)"))
    }
    if compilation.output.contains("warning:") {
      faults.append(lab.fault(line, "the compiler warns about this program:\n\(compilation.output)"))
    }
    let result = try workshop.commands.run(executable.path, [])
    let parts = program.parts(of: result.output)
    check(result.status, of: program.blocks[min(parts.count, program.blocks.count) - 1], printed: result.output)
    for (index, lines) in zip(program.blocks, parts) { compare(index, lines) }
  }

  private mutating func check(_ status: Int32, of index: Int, printed output: String) {
    let block = lab.blocks[index]
    guard status != block.options.status else { return }
    faults.append(
      lab.fault(
        block.line,
        """
        this ended with exit code \(status), not \(block.options.status):
        \(Self.indented(block.lines))
        It printed:
        \(Self.indented(output.components(separatedBy: "\n")))
        """))
  }

  /// Compares what a block printed with the output that the lab shows, if it shows one.
  private mutating func compare(_ index: Int, _ lines: [String]) {
    found[index] = lines
    guard !isUpdate, let output = lab.output(of: index) else { return }
    let comparison = OutputComparison(lab.options(of: index))
    guard let difference = comparison.difference(expected: output.lines, found: lines) else { return }
    faults.append(
      lab.fault(
        output.line,
        """
        the output is not what the lab shows, for
        \(Self.indented(lab.blocks[index].lines))
        \(difference)
        The whole output:
        \(Self.indented(lines))
        """))
  }

  /// A lab writes to its own folder only. So it leaves nothing among the project's files, and it replaces no run of the
  /// reader's or of another lab.
  private mutating func checkPlaces() throws {
    let own = "runs/\(lab.folder)"
    guard let stray = try workshop.written.first(where: { $0 != "runs" && $0 != own && !$0.hasPrefix("\(own)/") })
    else { return }
    faults.append(lab.fault(1, "a block writes \(stray), which is not in \(own)"))
  }

  /// Every picture of the lab must match the file that its blocks have written, byte for byte.
  private mutating func checkPictures() {
    for link in lab.links {
      guard let made = link.madeAs else { continue }
      let place = Clone.labs.appendingPathComponent(link.target)
      guard let new = try? Data(contentsOf: workshop.folder.appendingPathComponent(made)) else {
        faults.append(lab.fault(link.line, "no block has written \(made)"))
        continue
      }
      if isUpdate { try? new.write(to: place) }
      if new != (try? Data(contentsOf: place)) {
        faults.append(lab.fault(link.line, "the picture \(link.target) is not what the blocks write to \(made)"))
      }
    }
  }

  private static func indented(_ lines: [String]) -> String { lines.map { "  " + $0 }.joined(separator: "\n") }
}
