import Foundation

/// A Swift program of a lab: a block that imports the library, and those that continue it.
struct SwiftProgram {
  /// The numbers of its blocks in the lab.
  private(set) var blocks: [Int]

  /// The programs of a lab, in order.
  static func all(of lab: Lab) -> [SwiftProgram] {
    var programs: [SwiftProgram] = []
    for (i, block) in lab.blocks.enumerated() {
      if block.role == .program { programs.append(SwiftProgram(blocks: [i])) }
      if block.role == .continuation, !programs.isEmpty { programs[programs.count - 1].blocks.append(i) }
    }
    return programs
  }

  /// Separates the output of the blocks; no text contains this character.
  private static let divider = "\u{1E}"

  /// The text that is compiled, in which each line is mapped to its place in the lab.
  func source(in lab: Lab) -> String {
    blocks.enumerated().map { number, index in
      let block = lab.blocks[index]
      return (number == 0 ? "" : "print(\"\\u{1E}\", terminator: \"\")\n")
        + "#sourceLocation(file: \"notebooks-md/\(lab.name)\", line: \(block.line + 1))\n"
        + block.lines.joined(separator: "\n") + "\n#sourceLocation()\n"
    }.joined()
  }

  /// The lines that each block printed, with one list per block if the program reached its end.
  func parts(of output: String) -> [[String]] {
    output.components(separatedBy: Self.divider).map { Commands.Result(status: 0, output: $0).lines }
  }
}
