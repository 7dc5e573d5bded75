import Files
import Foundation
import Testing
import TestSupport

/// The `Problem` that a call threw; nil if it threw none.
private func problem(_ body: () throws -> Void) -> Problem? {
  do { try body() } catch { return error as? Problem }
  return nil
}

/// Permissions do not restrict root, which runs the tests in containers.
private let isRoot = geteuid() == 0

@Test func writtenBytesReadBackUnchanged() throws {
  try withTemporaryFolder { folder in
    for count in [0, 1, 33, 100_003] {
      let bytes = Data((0..<count).map { UInt8(truncatingIfNeeded: $0 &* 97) })
      try writeFile(bytes, to: folder + "/bytes")
      #expect(try readFile(folder + "/bytes") == bytes)
    }
  }
}

@Test func textIsWrittenAsUTF8() throws {
  try withTemporaryFolder { folder in
    try writeFile("é\n", to: folder + "/text")
    #expect(try readFile(folder + "/text") == Data([0xC3, 0xA9, 0x0A]))
  }
}

@Test func aShorterFileReplacesALongerOneWithoutLeftovers() throws {
  try withTemporaryFolder { folder in
    try writeFile("a long first version", to: folder + "/f")
    // The leftovers of a killed run must neither block nor lengthen the file of the next run.
    try Data("a leftover, longer than the rest".utf8).write(to: URL(fileURLWithPath: folder + "/f.partial"))
    try writeFile("short", to: folder + "/f")
    #expect(try readFile(folder + "/f") == Data("short".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["f"])
  }
}

@Test func readingReportsWhatIsMissing() throws {
  try withTemporaryFolder { folder in
    #expect(
      problem { _ = try readFile(folder + "/none") } == Problem(.missing, "no such file: \(folder)/none"))
    let isFolder = Problem(.missing, "\(folder) is a folder; a file is needed here")
    #expect(problem { _ = try readFile(folder) } == isFolder)
    try writeFile("", to: folder + "/file")
    #expect(
      problem { _ = try readFile(folder + "/file/x") }
        == Problem(.missing, "cannot read \(folder)/file/x: Not a directory"))
  }
}

@Test(.disabled(if: isRoot)) func readingReportsAFileWithoutReadPermission() throws {
  try withTemporaryFolder { folder in
    try writeFile("secret", to: folder + "/file")
    chmod(folder + "/file", 0)
    #expect(
      problem { _ = try readFile(folder + "/file") }
        == Problem(.missing, "cannot read \(folder)/file: Permission denied"))
  }
}

@Test func aPipeIsReadToItsEnd() throws {
  try withTemporaryFolder { folder in
    let pipe = folder + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let bytes = Data(repeating: 7, count: 100_003)  // more than the capacity of a pipe
    DispatchQueue.global().async {
      try? FileHandle(forWritingAtPath: pipe)?.write(contentsOf: bytes)
    }
    let read = try readFile(pipe)
    #expect(read == bytes)
  }
}

@Test func writingRejectsAnythingButARegularFile() throws {
  try withTemporaryFolder { folder in
    #expect(
      problem { try writeFile("x", to: folder) }
        == Problem(.cannotCreate, "cannot write \(folder): it is a folder"))
    #expect(
      problem { try writeFile("x", to: folder + "/none/f") }
        == Problem(.cannotCreate, "cannot write \(folder)/none/f: No such file or directory"))
    // A pipe stands in for /dev/null, which a failing test would replace if it ran as root.
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    #expect(
      problem { try writeFile("x", to: folder + "/pipe") }
        == Problem(.cannotCreate, "cannot write \(folder)/pipe: it is a device or a pipe"))
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(names == ["pipe"])
  }
}

@Test func creatingAFolderCreatesItsParentsAndCanBeRepeated() throws {
  try withTemporaryFolder { folder in
    try createFolder(folder + "/a/b/c")
    try createFolder(folder + "/a/b/c")
    try writeFile("x", to: folder + "/a/b/c/f")
  }
}

@Test func aFileInPlaceOfAFolderIsAProblem() throws {
  try withTemporaryFolder { folder in
    try writeFile("x", to: folder + "/f")
    #expect(
      problem { try createFolder(folder + "/f") }
        == Problem(.cannotCreate, "cannot create the folder \(folder)/f: a file with that name exists"))
    let below = problem { try createFolder(folder + "/f/g") }
    #expect(below?.kind == .cannotCreate)
    #expect(below?.message == "cannot create the folder \(folder)/f/g: Not a directory")
  }
}

@Test(.disabled(if: isRoot)) func aFolderWithoutWritePermissionIsAProblem() throws {
  try withTemporaryFolder { folder in
    try createFolder(folder + "/closed")
    chmod(folder + "/closed", 0o500)
    #expect(
      problem { try createFolder(folder + "/closed") }
        == Problem(.cannotCreate, "cannot write into \(folder)/closed: Permission denied"))
    #expect(
      problem { try writeFile("x", to: folder + "/closed/f") }
        == Problem(.cannotCreate, "cannot write \(folder)/closed/f: Permission denied"))
  }
}

@Test func onlyTheNamedFilesAreRemoved() throws {
  try withTemporaryFolder { folder in
    for name in ["a", "b", "mine"] { try writeFile(name, to: "\(folder)/\(name)") }
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "mine")
    try removeFiles(["a", "b", "link", "nowhere"], in: folder)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["mine"])
    #expect(try readFile(folder + "/mine") == Data("mine".utf8))
  }
}

@Test func aFolderAmongTheNamesPreventsTheRemoval() throws {
  try withTemporaryFolder { folder in
    try writeFile("a", to: folder + "/a")
    try createFolder(folder + "/b")
    try writeFile("deep", to: folder + "/b/deep")
    let problem = problem { try removeFiles(["a", "b"], in: folder) }
    #expect(problem == Problem(.cannotCreate, "cannot replace \(folder)/b: it is a folder"))
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() == ["a", "b", "b/deep"])
  }
}
