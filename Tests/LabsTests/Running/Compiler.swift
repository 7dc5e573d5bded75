import Foundation
import TestSupport

/// Compiles Swift files against the library as built by `swift test`.
///
/// The object files are those that the package's own executables were linked from, as listed by the build system.
struct Compiler {
  /// The executable of the package whose libraries the files can import.
  let product: String

  /// Returns the compiler's output; it succeeded if the status is 0.
  func compile(_ sources: [URL], to executable: URL, optimized: Bool) throws -> Commands.Result {
    let folder = executable.deletingLastPathComponent()
    // Passed as an argument file because there are hundreds.
    let list = executable.appendingPathExtension("objects")
    try Data(try objects().map { "\"\($0)\"\n" }.joined().utf8).write(to: list)
    defer { try? FileManager.default.removeItem(at: list) }
    let arguments =
      ["swiftc", "-swift-version", "6", optimized ? "-O" : "-Onone", "-module-name", "main"]
      + ["-I", Program.products.appendingPathComponent("Modules").path]
      + (optimized ? Self.nativeFlags : []) + sources.map(\.path) + ["@\(list.path)", "-o", executable.path]
    return try Commands(folder: folder).run("/usr/bin/env", arguments)
  }

  /// The object files of the product's libraries, without the product's own.
  private func objects() throws -> [String] {
    let list = Program.products.appendingPathComponent("\(product).product/Objects.LinkFileList")
    let own = "/" + product.replacing("-", with: "_") + ".build/"
    return try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
      .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "'\"")) }.filter { !$0.contains(own) }
  }

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
