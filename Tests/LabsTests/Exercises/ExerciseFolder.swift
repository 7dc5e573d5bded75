import Foundation
import TestSupport

/// The exercises of one lab, compiled with different functions in the starting file.
struct ExerciseFolder {
  /// The lab's file name without its extension; the names of all its files begin with it.
  let lab: String

  fileprivate static let exercises = Clone.root.appendingPathComponent("Examples/exercises")

  /// The labs that have exercises, in order.
  static let labs =
    ((try? FileManager.default.contentsOfDirectory(atPath: exercises.path)) ?? [])
    .filter { $0.first?.isNumber == true && $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }.sorted()

  /// The lab's number.
  var number: Int { Int(lab.prefix { $0.isNumber }) ?? 0 }

  /// The original starting file.
  func start() throws -> StartingFile {
    StartingFile(
      try String(contentsOf: Self.exercises.appendingPathComponent("\(lab).swift"), encoding: .utf8))
  }
}

/// The program `exercises`, built from starting files with different functions.
struct ExercisesBuild {
  private let folder: URL
  private let compilation: Commands.Result

  /// Builds the program with the exercises of some labs; the caller removes it.
  ///
  /// - Parameters:
  ///   - helpers: more files to compile.
  ///   - lines: whether the report of a crash names lines.
  init(_ labs: [(folder: ExerciseFolder, start: StartingFile)], helpers: [URL] = [], lines: Bool = false) throws {
    let files = FileManager.default
    folder = files.temporaryDirectory.appendingPathComponent("kindling-exercises-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    let support = ExerciseFolder.exercises.appendingPathComponent("support")
    let main = folder.appendingPathComponent("main.swift")
    var sources = try files.contentsOfDirectory(at: support, includingPropertiesForKeys: nil) + helpers + [main]
    var variables: [String] = []
    for (lab, start) in labs {
      let written = folder.appendingPathComponent("\(lab.lab).swift")
      try Data(start.text.utf8).write(to: written)
      sources += [written, ExerciseFolder.exercises.appendingPathComponent("checks/\(lab.lab)-checks.swift")]
      variables.append("lab\(lab.lab.prefix { $0.isNumber })")
    }
    try Data("ExercisesProgram([\(variables.joined(separator: ", "))]).main()\n".utf8).write(to: main)
    compilation = try Compiler(product: "exercises").compile(
      sources, to: folder.appendingPathComponent("exercises"), optimized: false, lines: lines)
  }

  /// Removes the program.
  func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Runs the program; if it does not compile, the result is the compiler's.
  func callAsFunction(_ arguments: String..., environment: [String: String] = [:]) throws -> Commands.Result {
    guard compilation.status == 0 else { return compilation }
    let commands = Commands(folder: Clone.root, environment: environment)
    return try commands.run(folder.appendingPathComponent("exercises").path, arguments)
  }
}
