import Files
import Foundation
import TestSupport
import Testing

private struct Sizes: Codable, Equatable {
  var layerCount: Int
}

@Test func aModelFolderMustContainItsFiles() throws {
  try withTemporaryFolder { folder in
    try writeFile(json: Sizes(layerCount: 2), to: folder + "/config.json")
    try requireFiles(["config.json"], of: "a model", in: folder)
    let lacking = #expect(throws: Problem.self) {
      try requireFiles(["config.json", "weights"], of: "a model", in: folder)
    }
    #expect(lacking?.kind == .missing && lacking?.message.contains("weights") == true)
    for path in [folder + "/nothing", folder + "/config.json"] {
      let missing = #expect(throws: Problem.self) { try requireFiles([], of: "a model", in: path) }
      #expect(missing?.kind == .missing && missing?.message.contains(path) == true)
    }
  }
}

@Test func valuesReadBackFromJSON() throws {
  try withTemporaryFolder { folder in
    let path = folder + "/sizes.json"
    try writeFile(json: Sizes(layerCount: 3), to: path)
    #expect(try String(contentsOfFile: path, encoding: .utf8).contains("\"layer_count\" : 3"))
    #expect(try readFile(json: Sizes.self, describing: "sizes", at: path) == Sizes(layerCount: 3))
    try writeFile("[]", to: path)
    let problem = #expect(throws: Problem.self) { try readFile(json: Sizes.self, describing: "sizes", at: path) }
    #expect(problem == Problem(.badData, "\(path) does not describe sizes"))
  }
}
