import Foundation
import TestSupport

/// Compiles Swift files against the library as built by `swift test`.
///
/// The object files are those that the package's own executables were linked from, as listed by the build system.
struct Compiler {
  /// The executable of the package whose libraries the files can import.
  let product: String

  /// Returns the compiler's output; it succeeded if the status is 0.
  ///
  /// - Parameter lines: whether a crash report names lines, as after `swift build`; that takes longer.
  func compile(_ sources: [URL], to executable: URL, optimized: Bool, lines: Bool = false) throws -> Commands.Result {
    let folder = executable.deletingLastPathComponent()
    // Passed as an argument file because there are hundreds.
    let list = executable.appendingPathExtension("objects")
    try Data(try objects().map { "\"\($0)\"\n" }.joined().utf8).write(to: list)
    defer { try? FileManager.default.removeItem(at: list) }
    // As a whole module, the files are compiled together: each of them alone would read the library's modules again,
    // which takes most of the time.
    let arguments =
      ["swiftc", "-swift-version", "6", "-module-name", "main", "-whole-module-optimization"]
      + ["-I", Program.products.appendingPathComponent("Modules").path]
      + (optimized ? ["-O"] + Self.nativeFlags : ["-Onone"]) + (try Self.studentFlags())
      + (lines ? Self.debugFlags : [])
      + sources.map(\.path) + ["@\(list.path)", "-o", executable.path]
    return try Commands(folder: folder).run("/usr/bin/env", arguments)
  }

  /// The object files of the product's libraries, without the product's own.
  private func objects() throws -> [String] {
    let list = Program.products.appendingPathComponent("\(product).product/Objects.LinkFileList")
    let own = "/" + product.replacing("-", with: "_") + ".build/"
    return try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
      .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "'\"")) }.filter { !$0.contains(own) }
  }

  /// The flags that Package.swift has for the code that students write.
  static func studentFlags() throws -> [String] {
    let text = try String(contentsOf: Clone.root.appendingPathComponent("Package.swift"), encoding: .utf8)
    guard let list = text.firstMatch(of: /let studentFlags = (\[.*\])/) else { throw CocoaError(.fileReadCorruptFile) }
    return try JSONDecoder().decode([String].self, from: Data(list.1.utf8))
  }

  /// The flags that `swift build` adds for crash reports.
  private static let debugFlags = ["-g", "-Xcc", "-fno-omit-frame-pointer", "-Xcc", "-mno-omit-leaf-frame-pointer"]

  /// The flags of Package.swift for this machine, under the names that the source uses.
  private static var nativeFlags: [String] {
    #if KINDLING_AVX512
      ["-Xcc", "-march=x86-64-v4", "-DKINDLING_AVX2", "-DKINDLING_AVX512"]
    #elseif KINDLING_AVX2
      ["-Xcc", "-march=x86-64-v3", "-DKINDLING_AVX2"]
    #else
      []
    #endif
  }
}
