import Files
import Foundation
import Testing

private let folders = ModelFolders(suffix: "-kind", files: ["model.bin", "config.json"])

@Test func aFolderThatHoldsAModelIsNotOverwrittenUnasked() throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try createFolder(folder)
  #expect(try folders.output(asked: folder, textPath: "a.txt", overwrite: false) == folder)
  try writeFile("{}", to: folder + "/config.json")
  let problem = #expect(throws: Problem.self) { try folders.output(asked: folder, textPath: "a.txt", overwrite: false) }
  #expect(problem?.kind == .cannotCreate && problem?.message.contains("config.json") == true)
  #expect(try folders.output(asked: folder, textPath: "a.txt", overwrite: true) == folder)
}

@Test func withoutANameTheFolderIsNamedForTheText() throws {
  let path = try folders.output(asked: nil, textPath: "texts/\(UUID().uuidString).txt", overwrite: false)
  #expect(path.hasPrefix("runs/") && path.hasSuffix("-kind"))
}
