import Files
import Foundation

/// Returns the text files that paths name: a file is itself, and a folder is its `.txt` files and those of the folders
/// in it, sorted by path.
///
///     try textFiles(["preface.txt", "chapters"]).files    // preface.txt, chapters/01.txt, chapters/02.txt
///
/// Empty files in a folder are left out. Hidden ones, with a dot at the start of their names, do not count at all.
///
/// - Returns: the paths of the files, in order, and a line per folder that says how many files were found there and what
///   was left out.
/// - Throws: `Problem` of kind `missing` if a folder has no `.txt` file with contents or cannot be read; `usage` if standard input is
///   named twice, because it can be read only once.
public func textFiles(_ paths: [String]) throws -> (files: [String], remarks: [String]) {
  guard paths.count(where: { $0 == standardInput }) <= 1 else {
    throw Problem(.usage, "standard input is named twice, but can be read only once")
  }
  var files: [String] = []
  var remarks: [String] = []
  for path in paths {
    guard path != standardInput, fileType(path) == S_IFDIR else {
      files.append(path)
      continue
    }
    let found = try FolderContents(path)
    guard !found.texts.isEmpty else {
      throw Problem(
        .missing, "the folder \(path) has \(found.emptyCount > 0 ? "only empty .txt files" : "no .txt file")",
        suggestion: "Name the files in it that are to be read.")
    }
    files += found.texts
    remarks.append("\(path): \(found.description)")
  }
  return (files, remarks)
}

/// The visible files in a folder, however deep.
private struct FolderContents {
  /// The paths of the texts, sorted.
  private(set) var texts: [String] = []
  /// The number of `.txt` files without contents.
  private(set) var emptyCount = 0
  /// The paths of all other files, from the folder on, sorted.
  private(set) var others: [String] = []

  init(_ folder: String) throws {
    guard let names = FileManager.default.enumerator(atPath: folder), access(folder, R_OK | X_OK) == 0 else {
      throw Problem(.missing, "cannot read the folder \(folder)")
    }
    for case let name as String in names where !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) {
      let path = (folder as NSString).appendingPathComponent(name)
      guard let size = fileSize(path) else { continue }
      if !name.lowercased().hasSuffix(".txt") {
        others.append(name)
      } else if size == 0 {
        emptyCount += 1
      } else {
        texts.append(path)
      }
    }
    // By code points: the same order on every machine, whatever its language.
    func isBefore(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
    texts.sort(by: isBefore)
    others.sort(by: isBefore)
  }

  /// How many texts there are, and what is left out.
  var description: String {
    func counted(_ count: Int, _ one: String, _ many: String) -> String { "\(count) \(count == 1 ? one : many)" }
    var leftOut: [String] = []
    if emptyCount > 0 { leftOut.append(counted(emptyCount, "empty one", "empty ones")) }
    if let example = others.first {
      leftOut.append(counted(others.count, "other file", "other files") + ", such as \(example)")
    }
    let texts = counted(texts.count, ".txt file", ".txt files")
    return leftOut.isEmpty ? texts : "\(texts); left out: \(leftOut.joined(separator: " and "))"
  }
}
