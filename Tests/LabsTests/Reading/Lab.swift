import Foundation

/// A lab as the checker sees it: a Markdown file, its fenced blocks, and the links, headings and code in its prose.
struct Lab {
  /// The file's name in `notebooks-md`.
  private(set) var name: String
  private(set) var lines: [String]
  fileprivate(set) var blocks: [Block] = []
  fileprivate(set) var links: [Link] = []
  /// Text in backticks, outside the links.
  fileprivate(set) var codeSpans: [(line: Int, text: String)] = []
  fileprivate(set) var headings: [(line: Int, text: String)] = []
  /// Faults in the file's form.
  fileprivate(set) var faults: [Fault] = []

  /// Reads a lab.
  init(name: String, text: String) {
    self.name = name
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var reader = LabReader(self)
    reader.read()
    self = reader.lab
  }

  /// Reads a lab's file.
  init(contentsOf url: URL) throws {
    self.init(name: url.lastPathComponent, text: String(decoding: try Data(contentsOf: url), as: UTF8.self))
  }

  /// The folder below `runs/` for everything that the lab writes: `lab-05`, or `labs` for the first page.
  var folder: String { name.first?.isNumber == true ? "lab-\(name.prefix { $0.isNumber })" : "labs" }

  /// A fault on a line of this lab.
  func fault(_ line: Int, _ message: String) -> Fault { Fault(lab: name, line: line, message: message) }

  /// The printed output of a block that is run.
  func output(of index: Int) -> Block? {
    guard blocks[index].isRun, index + 1 < blocks.count, blocks[index + 1].role == .output else { return nil }
    return blocks[index + 1]
  }

  /// How the output of a block is compared: the comment can come before the block or before its output.
  func options(of index: Int) -> BlockOptions {
    guard let output = output(of: index) else { return blocks[index].options }
    let isPlain = output.options.tolerance == .exact && output.options.varying == .none
    return isPlain ? blocks[index].options : output.options
  }
}

/// A link in a lab's prose.
struct Link {
  let line: Int
  let text: String
  let target: String
  let isPicture: Bool
  /// The file that the picture must match.
  let madeAs: String?
}

/// Reads a lab line by line.
private struct LabReader {
  var lab: Lab
  /// The comment that is waiting for its block.
  private var comment: (line: Int, options: BlockOptions)?

  init(_ lab: Lab) { self.lab = lab }

  mutating func read() {
    var i = 0
    while i < lab.lines.count {
      let line = lab.lines[i]
      if line.hasPrefix("```") {
        i = readBlock(from: i)
      } else if line.trimmed.hasPrefix("```") || line.hasPrefix("~~~") {
        complain(i, "a fence must begin with ``` in the first column")
      } else if line.hasPrefix("<!--") {
        readComment(i)
      } else if !line.trimmed.isEmpty {
        readProse(i)
      }
      i += 1
    }
    refuseComment()
  }

  private mutating func complain(_ index: Int, _ message: String) { lab.faults.append(lab.fault(index + 1, message)) }

  /// A comment that is followed by neither a block nor a picture has no effect.
  private mutating func refuseComment() {
    if let comment { complain(comment.line, "neither a block nor a picture follows this comment") }
    comment = nil
  }

  private mutating func readComment(_ i: Int) {
    refuseComment()
    let line = lab.lines[i].trimmed
    guard line.hasSuffix("-->") else { return complain(i, "a comment must be on one line") }
    do {
      comment = (i, try BlockOptions(String(line.dropFirst(4).dropLast(3)).trimmed))
    } catch {
      complain(i, "unknown option \"\(error.text.trimmed)\"")
    }
  }

  /// Reads the block whose fence opens on line `start`; returns the line of the closing fence.
  private mutating func readBlock(from start: Int) -> Int {
    guard let end = lab.lines[(start + 1)...].firstIndex(of: "```") else {
      complain(start, "this block is never closed")
      return lab.lines.count
    }
    let options = comment?.options ?? (try! BlockOptions())
    comment = nil
    let lines = Array(lab.lines[(start + 1)..<end])
    let kind = String(lab.lines[start].dropFirst(3))
    if let role = role(of: kind, lines, options, at: start) {
      lab.blocks.append(Block(role: role, line: start + 1, lines: lines, options: options))
    }
    return end
  }

  private mutating func role(
    of kind: String, _ lines: [String], _ options: BlockOptions, at start: Int
  ) -> Block.Role? {
    let first = lines.first ?? ""
    switch kind {
    case "sh": return first.hasPrefix("# not run: ") ? .shown : .commands
    case "swift":
      if options.isSolution { return .solution }
      if first.hasPrefix("// not run: ") { return .shown }
      if first.wholeMatch(of: /\/\/ (?:Sources|Examples|Tests)\/\S+\.swift/) != nil {
        return .excerpt(path: String(first.dropFirst(3)))
      }
      return lines.contains { $0.hasPrefix("import ") } ? .program : .continuation
    case "text": return .output
    case "", "math": return .shown
    default:
      complain(start, "unknown kind of block \"\(kind)\": sh, swift, text (output), math, or nothing for drawings")
      return nil
    }
  }

  private mutating func readProse(_ i: Int) {
    let line = lab.lines[i]
    if line.hasPrefix("#") { lab.headings.append((i + 1, line.drop { $0 == "#" }.description.trimmed)) }
    let prose = Prose(line)
    lab.codeSpans += prose.codeSpans.map { (i + 1, $0) }
    for link in prose.links {
      lab.links.append(
        Link(
          line: i + 1, text: link.text, target: link.target, isPicture: link.isPicture,
          madeAs: link.isPicture ? comment?.options.picture : nil))
      if link.isPicture { comment = nil }
    }
    refuseComment()
  }
}
