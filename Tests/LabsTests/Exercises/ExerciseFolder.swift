import Foundation
import TestSupport

/// The exercises of one lab, compiled with different functions in the starting file.
struct ExerciseFolder {
  /// The lab's file name without its extension; the names of all its files begin with it.
  let lab: String

  private static let exercises = Clone.root.appendingPathComponent("Examples/exercises")

  /// The labs that have exercises, in order.
  static let labs =
    ((try? FileManager.default.contentsOfDirectory(atPath: exercises.path)) ?? [])
    .filter { $0.first?.isNumber == true && $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }.sorted()

  /// The original starting file.
  func start() throws -> StartingFile {
    StartingFile(
      try String(contentsOf: Self.exercises.appendingPathComponent("\(lab).swift"), encoding: .utf8))
  }

  /// Compiles the exercises with this starting file and runs their check.
  func run(_ start: StartingFile) throws -> Commands.Result {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("kindling-exercises-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    let number = lab.prefix { $0.isNumber }
    let main = folder.appendingPathComponent("main.swift"), written = folder.appendingPathComponent("\(lab).swift")
    try Data("ExercisesProgram([lab\(number)]).main()\n".utf8).write(to: main)
    try Data(start.text.utf8).write(to: written)
    let support = Self.exercises.appendingPathComponent("support")
    let sources =
      try files.contentsOfDirectory(at: support, includingPropertiesForKeys: nil)
      + [Self.exercises.appendingPathComponent("checks/\(lab)-checks.swift"), written, main]
    let executable = folder.appendingPathComponent("exercises")
    let compilation = try Compiler(product: "exercises").compile(sources, to: executable, optimized: false)
    guard compilation.status == 0 else { return compilation }
    return try Commands(folder: Clone.root).run(executable.path, [String(number)])
  }
}
