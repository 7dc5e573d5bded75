import Foundation
import Testing

/// Every lab and the first page: each runs on its own, in a folder like a fresh clone.
struct LabsTests {
  /// The Markdown files of `notebooks-md`, in order.
  static let names =
    ((try? FileManager.default.contentsOfDirectory(atPath: Clone.labs.path)) ?? []).filter { $0.hasSuffix(".md") }
    .sorted()

  /// The files that run: all, or with `KINDLING_LAB=03` the one whose name begins with 03.
  static let chosen = names.filter(isChosen)

  /// Whether to test a lab, identified by the beginning of its file names.
  static func isChosen(_ name: String) -> Bool {
    name.hasPrefix(ProcessInfo.processInfo.environment["KINDLING_LAB"] ?? "")
  }

  /// Says at the start how long it takes, because a quiet test runner says nothing until the end.
  private static let announcement: Void = FileHandle.standardError.write(
    Data("The labs: \(chosen.count) pages with their exercises. On two cores they take most of four minutes.\n".utf8))

  @Test(arguments: chosen) func everythingTheLabSaysIsTrue(_ name: String) async throws {
    if Self.chosen.count > 1 { Self.announcement }
    let file = Clone.labs.appendingPathComponent(name)
    let lab = try Lab(contentsOf: file)
    let run = try await apart { try LabRun(lab, update: LabUpdate.isWanted) }
    if LabUpdate.isWanted {
      try Data(LabUpdate.updated(lab, found: run.found).utf8).write(to: file)
    }
    let isLab = name.first?.isNumber == true
    let faults =
      FormChecks(lab: lab).faults + (isLab ? FormChecks(lab: lab).partFaults : []) + LinkChecks(lab: lab).faults
      + (try RepeatChecks(lab: lab).faults()) + run.faults
    for fault in faults { Issue.record("\(fault)") }
  }

  @Test func labsDoNotGetInEachOthersWay() throws {
    let labs = try Self.names.map { try Lab(contentsOf: Clone.labs.appendingPathComponent($0)) }
    for fault in RunFolderChecks(labs: labs).faults { Issue.record("\(fault)") }
  }

  /// No other test would notice a folder that is not found.
  @Test func labsExistAndTheFirstPageListsThemInOrder() throws {
    let labs = Self.names.filter { $0.first?.isNumber == true }
    #expect(!Self.chosen.isEmpty, "no lab's name begins with KINDLING_LAB")
    #expect(labs.first?.hasPrefix("01-") == true)
    let page = try Lab(contentsOf: Clone.labs.appendingPathComponent("README.md"))
    let listed = page.links.map(\.target).filter { $0.hasSuffix(".md") && $0.first?.isNumber == true }
    #expect(listed == labs)
  }
}
