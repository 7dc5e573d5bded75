import Cleaning
import Console
import Corpora
import Files
import Foundation

/// Where clean texts go: all into one file, or each file's documents into a file of a folder.
///
/// All of it is written, or nothing.
struct CleanedTexts {
  private let path: String
  private let separator: String
  /// For a folder, the name in it of each file that is read; nil for a single file.
  private var names: [String: String]?

  /// Checks that the output can be written, before the work begins.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` if something exists there that may not be replaced, or is an input;
  ///   `usage` if two files would have the same name.
  init(_ path: String, _ parsed: Parsed, unit: DocumentUnit, reading paths: [String]) throws {
    self.path = path
    separator = unit == .line ? "\n" : "\n\n"
    if path.lowercased().hasSuffix(".txt") || path == "-" {
      _ = try OutputFile.checked(path, parsed, reading: paths)
    } else {
      names = try Self.names(for: try textFiles(paths).files, from: paths)
      try Self.check(path, Set(names!.values), parsed, reading: paths)
    }
  }

  /// Calls `body` with a function that writes one document after another.
  func write<Result>(_ body: ((TextDocument) throws -> Void) throws -> Result) throws -> Result {
    guard let names else { return try writeFile(body) }
    var result: Result?
    let isNew = !FileManager.default.fileExists(atPath: path)
    let replacement = try FolderReplacement(of: path, files: names.values.sorted())
    var writer = Writer(separator: separator)
    // The files come one after another, so only one is open at a time.
    var current: String?
    do {
      result = try body { document in
        if document.path != current {
          try writer.close()
          let name = names[document.path] ?? ""
          try writer.open((replacement.place as NSString).appendingPathComponent(name))
          current = document.path
        }
        try writer.add(document)
      }
      try writer.close()
    } catch {
      try? writer.close()
      // Without an older set of files, the new ones are in the folder itself.
      if replacement.place == path { try? removeFiles(names.values.sorted(), in: path) }
      if isNew { rmdir(path) }
      throw error
    }
    try replacement.commit()
    return result!
  }

  private func writeFile<Result>(_ body: ((TextDocument) throws -> Void) throws -> Result) throws -> Result {
    var result: Result?
    try Files.writeFile(to: path) { file in
      var writer = Writer(separator: separator)
      writer.file = file
      result = try body { try writer.add($0) }
      try writer.flush()
    }
    return result!
  }

  /// Returns the name of each file in the output folder: its path from the folder that was named, with hyphens between
  /// the folders.
  private static func names(for files: [String], from paths: [String]) throws -> [String: String] {
    var names: [String: String] = [:], owners: [String: String] = [:]
    for file in files {
      let folder = paths.map { $0.hasSuffix("/") ? $0 : $0 + "/" }.first(where: file.hasPrefix)
      var name =
        folder.map { file.dropFirst($0.count).split(separator: "/").joined(separator: "-") }
        ?? (file as NSString).lastPathComponent
      if file == standardInput { name = "standard-input" }
      if !name.lowercased().hasSuffix(".txt") { name += ".txt" }
      if let other = owners[name] {
        throw Problem(
          .usage, "\(other) and \(file) would both become \(name)",
          suggestion: "Clean them one at a time, or into a single .txt file.")
      }
      (names[file], owners[name]) = (name, file)
    }
    return names
  }

  private static func check(_ path: String, _ names: Set<String>, _ parsed: Parsed, reading inputs: [String]) throws {
    let target = ResolvedPath(path)
    for input in inputs where input != standardInput {
      let source = ResolvedPath(input)
      guard target.isSame(as: source) || target.isInside(source) || source.isInside(target) else { continue }
      throw Problem(
        .cannotCreate, "--out \(shellQuoted(path)) and the input \(shellQuoted(input)) overlap",
        suggestion: "Name another folder with --out.")
    }
    let present = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    if let name = present.sorted().first, !parsed[CommonOptions.overwrite] {
      throw Problem(
        .cannotCreate, "\(shellQuoted(path)) already contains \(name)",
        suggestion: "Name another folder with --out, or use --overwrite to replace the files of the same names in it.")
    }
  }
}

/// Writes documents into a file, in large pieces.
private struct Writer {
  let separator: String
  var file: FileHandle?
  private var buffer: [UInt8] = []
  private var isEmpty = true

  init(separator: String) { self.separator = separator }

  mutating func open(_ path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
    else { throw Problem(.cannotCreate, "cannot write \(path)") }
    (self.file, isEmpty) = (file, true)
  }

  mutating func add(_ document: TextDocument) throws {
    if !isEmpty { buffer += separator.utf8.dropFirst() }
    isEmpty = false
    buffer += document.text.utf8
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count >= 1 << 20 { try flush() }
  }

  mutating func flush() throws {
    guard !buffer.isEmpty else { return }
    try file?.write(contentsOf: buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  mutating func close() throws {
    defer { file = nil }
    try flush()
    try file?.synchronize()
    try file?.close()
  }
}
