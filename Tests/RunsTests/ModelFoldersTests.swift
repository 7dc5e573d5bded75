import Files
import Foundation
import Runs
import Testing

private let folders = ModelFolders(program: "kind", files: ["model.bin", "config.json"])

@Test func aFolderWithAModelIsOverwrittenOnlyIfAsked() throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try createFolder(folder)
  #expect(try folders.output(asked: folder, textPath: "a.txt", overwrite: false) == folder)
  try writeFile("{}", to: folder + "/config.json")
  let problem = #expect(throws: Problem.self) { try folders.output(asked: folder, textPath: "a.txt", overwrite: false) }
  #expect(problem?.kind == .cannotCreate && problem?.message.contains("config.json") == true)
  #expect(try folders.output(asked: folder, textPath: "a.txt", overwrite: true) == folder)
}

@Test func aFileIsRejectedAsAnOutputFolder() throws {
  let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: file) }
  try writeFile("text", to: file)
  let problem = #expect(throws: Problem.self) { try folders.output(asked: file, textPath: "a.txt", overwrite: true) }
  #expect(problem?.kind == .cannotCreate && problem?.message.contains(file) == true)
}

@Test func withoutANameTheFolderIsNamedForTheText() throws {
  let path = try folders.output(asked: nil, textPath: "texts/\(UUID().uuidString).txt", overwrite: false)
  #expect(path.hasPrefix("runs/") && path.hasSuffix("-kind"))
  let name = UUID().uuidString
  #expect(try folders.output(asked: nil, textPath: "texts/\(name).txt.gz", overwrite: false) == "runs/\(name)-kind")
  #expect(try folders.output(asked: nil, textPath: "\(name)/", overwrite: false) == "runs/\(name)-kind")
  #expect(try folders.output(asked: nil, textPath: "-", overwrite: false) == "runs/standard-input-kind")
}

/// The three programs, the files that each writes, and the marks by which it recognizes its folders.
private enum Kind: String, CaseIterable {
  case characters, ngrams, words

  var folders: ModelFolders {
    switch self {
    case .characters:
      ModelFolders(
        program: "char-gpt", files: ["model.safetensors", "config.json", "tokenizer.json", "loss.svg", "last"],
        marks: ["tokenizer.json"])
    case .ngrams:
      ModelFolders(program: "ngram", files: ["model.ngram", "config.json", "vocabulary.txt", "tokenizer.json"])
    case .words:
      ModelFolders(
        program: "bag-of-words", files: ["model.safetensors", "config.json", "loss.svg", "vocabulary.json"],
        marks: ["vocabulary.json"])
    }
  }

  /// The files in the program's model folders: those of complete models, and those of runs that ended early.
  var contents: [[String]] {
    switch self {
    case .characters:
      [
        ["model.safetensors", "config.json", "tokenizer.json", "loss.svg", "last"],
        ["config.json", "tokenizer.json", "last"],
      ]
    case .ngrams:
      [["model.ngram", "config.json", "tokenizer.json"], ["model.ngram", "config.json", "vocabulary.txt"]]
    case .words: [["model.safetensors", "config.json", "vocabulary.json", "loss.svg"]]
    }
  }
}

@Test(arguments: Kind.allCases, Kind.allCases)
private func onlyAModelOfTheSameKindIsOverwritten(writer: Kind, owner: Kind) throws {
  for names in owner.contents {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try createFolder(folder)
    for name in names { try writeFile("{}", to: folder + "/" + name) }
    if writer == owner {
      #expect(try writer.folders.output(asked: folder, textPath: "a.txt", overwrite: true) == folder)
    } else {
      for overwrite in [true, false] {
        let problem = #expect(throws: Problem.self) {
          try writer.folders.output(asked: folder, textPath: "a.txt", overwrite: overwrite)
        }
        #expect(problem?.kind == .cannotCreate && problem?.suggestion?.contains("overwrite") == false, "\(names)")
      }
    }
  }
}

@Test func aModelWithoutTheMarkOfItsKindIsNotOverwritten() throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try createFolder(folder)
  for name in ["model.safetensors", "config.json"] { try writeFile("{}", to: folder + "/" + name) }
  for kind in Kind.allCases {
    let problem = #expect(throws: Problem.self) {
      try kind.folders.output(asked: folder, textPath: "a.txt", overwrite: true)
    }
    #expect(problem?.message.contains("model.safetensors") == true)
  }
}

@Test func aFileThatTheProgramReadsIsNeverOverwritten() throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try createFolder(folder)
  for name in ["model.bin", "other.txt"] { try writeFile("{}", to: folder + "/" + name) }
  for (text, others) in [(folder + "/./model.bin", []), ("a.txt", [folder + "/model.bin"])] {
    let problem = #expect(throws: Problem.self) {
      try folders.output(asked: folder, textPath: text, overwrite: true, alsoReading: others)
    }
    #expect(problem?.kind == .cannotCreate && problem?.message.contains("model.bin is an input") == true)
  }
  #expect(try folders.output(asked: folder, textPath: folder + "/other.txt", overwrite: true) == folder)
}

@Test func aLadderIsNotOverwrittenByAModel() throws {
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try createFolder(folder)
  for name in ["ladder.json", "config.json"] { try writeFile("{}", to: folder + "/" + name) }
  for kind in Kind.allCases {
    #expect(throws: Problem.self) { try kind.folders.output(asked: folder, textPath: "a.txt", overwrite: true) }
  }
}

@Test func aMarkCanHaveTheNameOfAnEarlierVersion() throws {
  let folders = ModelFolders(
    program: "word2vec", files: ["model.safetensors", "config.json", "vocabulary.json"], marks: ["vocabulary.json"],
    formerNames: ["vocabulary.json": "vocabulary.txt"])
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try createFolder(folder)
  for name in ["model.safetensors", "vocabulary.txt"] { try writeFile("{}", to: folder + "/" + name) }
  #expect(try folders.output(asked: folder, textPath: "a.txt", overwrite: true) == folder)
  // The old file would be lost too.
  try FileManager.default.removeItem(atPath: folder + "/model.safetensors")
  let problem = #expect(throws: Problem.self) { try folders.output(asked: folder, textPath: "a.txt", overwrite: false) }
  #expect(problem?.message.contains("vocabulary.txt") == true)
}

@Test func aModelOfAnotherProgramWithTheSameFilesIsNotOverwritten() throws {
  let folders = Kind.words.folders
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try createFolder(folder)
  for name in ["model.safetensors", "vocabulary.json"] { try writeFile("{}", to: folder + "/" + name) }
  try writeFile(#"{"program": "word2vec 0.1.0"}"#, to: folder + "/config.json")
  let problem = #expect(throws: Problem.self) { try folders.output(asked: folder, textPath: "a.txt", overwrite: true) }
  #expect(problem?.kind == .cannotCreate && problem?.message.contains("other than bag-of-words") == true)
  try writeFile(#"{"program": "bag-of-words 0.1.0"}"#, to: folder + "/config.json")
  #expect(try folders.output(asked: folder, textPath: "a.txt", overwrite: true) == folder)
}
