import Foundation
import TestSupport

/// Compiles Swift files against the library as `swift test` has built it.
///
/// The objects are those that the package's own executables were linked from, as the build system listed them.
struct Compiler {
  /// The executable of the package whose libraries the files may import.
  let product: String

  /// What the compiler said; it succeeded when the status is 0.
  func compile(_ sources: [URL], to executable: URL, optimized: Bool) throws -> Commands.Result {
    let folder = executable.deletingLastPathComponent()
    // As an argument file, for there are hundreds.
    let list = executable.appendingPathExtension("objects")
    try Data(try objects().map { "\"\($0)\"\n" }.joined().utf8).write(to: list)
    defer { try? FileManager.default.removeItem(at: list) }
    let arguments =
      ["swiftc", "-swift-version", "6", optimized ? "-O" : "-Onone", "-module-name", "main"]
      + ["-I", Program.products.appendingPathComponent("Modules").path]
      + (optimized ? Self.nativeFlags : []) + sources.map(\.path) + ["@\(list.path)", "-o", executable.path]
    return try Commands(folder: folder).run("/usr/bin/env", arguments)
  }

  /// The objects of the product's libraries, without its own.
  private func objects() throws -> [String] {
    let list = Program.products.appendingPathComponent("\(product).product/Objects.LinkFileList")
    let own = "/" + product.replacing("-", with: "_") + ".build/"
    return try String(contentsOf: list, encoding: .utf8).split(separator: "\n")
      .map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "'\"")) }.filter { !$0.contains(own) }
  }

  /// The flags of Package.swift for this machine, by the names under which the source knows them.
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
