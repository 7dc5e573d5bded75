import Foundation
import TestSupport
import Testing

/// The rooms of `Sources`, drawn from the imports that the files actually have.
struct RoomsTests {
  private static let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Sources")

  private static let files: [(room: String, path: String, text: String)] = {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: sources.path)) ?? []
    return names.sorted().filter { $0.hasSuffix(".swift") }.compactMap { name in
      guard let text = try? String(contentsOf: sources.appendingPathComponent(name), encoding: .utf8) else {
        return nil
      }
      return (String(name.prefix { $0 != "/" }), name, text)
    }
  }()

  /// The rooms that each room imports.
  private static let imports: [String: Set<String>] = {
    let rooms = Set(files.map(\.room))
    return files.reduce(into: [:]) { found, file in
      let lines = file.text.split(separator: "\n").filter { $0.contains("import ") && !$0.contains("//") }
      let words = lines.flatMap { $0.split(whereSeparator: { " .".contains($0) }).map(String.init) }
      found[file.room, default: []].formUnion(rooms.intersection(words).subtracting([file.room]))
    }
  }()

  private static let chapters: Set = [
    "BagOfWords", "NGrams", "WordVectors", "Recurrent", "Transformers", "Mixtures", "Compression", "Projection",
    "Cleaning", "Safeguards",
  ]

  /// The rooms that a room needs, directly or not.
  private func needs(of room: String) -> Set<String> {
    var found: Set<String> = [], open = [room]
    while let next = open.popLast() {
      for needed in Self.imports[next] ?? [] where found.insert(needed).inserted { open.append(needed) }
    }
    return found
  }

  /// The other rooms; a new room must be added to one of the lists.
  private static let others: Set = [
    "Files", "Numerics", "Kernels", "Tensors", "Layers", "Corpora", "Tokenizers", "LanguageModels", "Conversations",
    "Training", "Alignment", "Recipes", "Runs", "Tuning", "Pages", "Explorer", "Serving", "Reports", "Benchmarks",
    "Console",
    "Kindling",
  ]

  @Test func everyRoomIsListed() {
    #expect(Self.files.count > 200 && Set(Self.files.map(\.room)) == Self.chapters.union(Self.others))
    #expect(Self.imports["Layers"]?.contains("Tensors") == true)
  }

  @Test func importsPointOneWay() {
    for room in Self.imports.keys { #expect(!needs(of: room).contains(room), "\(room) needs itself") }
  }

  @Test func chaptersDoNotKnowEachOther() {
    let built: [String: Set] = [
      "Mixtures": ["Transformers"], "Compression": ["NGrams", "Transformers", "Mixtures"],
      "Cleaning": ["NGrams"], "Safeguards": ["BagOfWords", "NGrams"],
    ]
    for chapter in Self.chapters {
      let known = needs(of: chapter).intersection(Self.chapters)
      #expect(known.subtracting(built[chapter] ?? []).isEmpty, "\(chapter): \(known)")
    }
  }

  @Test func theFoundationKnowsNoModel() {
    let above = Self.chapters.union(["LanguageModels", "Training", "Runs", "Reports", "Benchmarks"])
    for room in ["Files", "Numerics", "Kernels", "Tensors", "Layers", "Corpora", "Tokenizers", "Console"] {
      #expect(needs(of: room).isDisjoint(with: above), "\(room)")
    }
    for room in ["Training", "Runs"] { #expect(needs(of: room).isDisjoint(with: Self.chapters), "\(room)") }
    for room in ["Corpora", "Console", "Tokenizers"] { #expect(!needs(of: room).contains("Tensors"), "\(room)") }
    #expect(needs(of: "Kernels") == ["Numerics"])
  }

  /// The thread sanitizer sees a `Lock` and not a `Mutex`.
  @Test func aMutexIsAlwaysALock() {
    for file in Self.files where needs(of: file.room).union([file.room]).contains("Kernels") {
      #expect(!file.text.contains("Mutex") || file.path == "Kernels/Threads/Lock.swift", "\(file.path)")
    }
  }

  /// The library marks settings in its messages, and a program writes them as its options; see `Problem.setting`.
  @Test func libraryTextNamesNoOption() {
    for file in Self.files where file.room != "Console" && file.path != "Files/Problem.swift" {
      for (number, line) in file.text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
        #expect(line.firstMatch(of: /--[a-z]/) == nil, "\(file.path):\(number + 1): \(line)")
      }
    }
  }

  /// A setting that a suggestion names is an option of a program.
  @Test func everySettingIsAnOption() throws {
    let root = Self.sources.deletingLastPathComponent()
    let examples = root.appendingPathComponent("Examples")
    var declared = Self.files.filter { $0.room == "Console" }.map(\.text)
    for name in try FileManager.default.subpathsOfDirectory(atPath: examples.path) where name.hasSuffix(".swift") {
      declared.append(try String(contentsOf: examples.appendingPathComponent(name), encoding: .utf8))
    }
    let settings = Self.files.filter { $0.path != "Files/Problem.swift" }.flatMap { file in
      file.text.matches(of: /setting\("([a-z-]+)"\)/).map { String($0.1) }
    }
    #expect(settings.count > 15)
    for setting in settings { #expect(declared.contains { $0.contains("\"\(setting)\"") }, "\(setting)") }
  }
}
