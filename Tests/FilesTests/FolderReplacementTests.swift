import Foundation
import TestSupport
import Testing

@testable import Files

/// The names and contents of everything in a folder; a folder has the contents of its files.
private func contents(_ folder: String) throws -> [String: String] {
  var found: [String: String] = [:]
  for name in try FileManager.default.subpathsOfDirectory(atPath: folder) where fileType(folder + "/" + name) == S_IFREG
  {
    found[name] = try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
  }
  return found
}

/// Exchanges two paths, or cannot do that, as on some file systems.
func exchange(_ isPossible: Bool) -> (String, String) -> Bool { { isPossible && exchangePaths($0, $1) } }

/// Writes files by their paths in a folder.
private func put(_ files: [String: String], into folder: String) throws {
  for (name, text) in files {
    let path = folder + "/" + name
    try createFolder((path as NSString).deletingLastPathComponent)
    try writeFile(text, to: path)
  }
}

private let old = ["model": "old", "config": "old", "words": "old"]
private let new = ["model": "new", "config": "new"]
private let names = ["model", "config", "words"]

/// Replaces the old files with the new ones.
private func replace(_ folder: String, canExchange: Bool = true) throws {
  let replacement = try FolderReplacement(
    of: folder, files: names, exchange: exchange(canExchange))
  try put(new, into: replacement.place)
  try replacement.commit()
  #expect(replacement.place == folder)
}

/// The files of the user in a folder: with a subfolder, it cannot be exchanged.
@Test(
  arguments: [[:], ["notes": "mine", ".hidden": "mine"], ["notes": "mine", "sub/deep/notes": "mine"]], [true, false])
func filesAreReplacedAndOthersKept(others: [String: String], canExchange: Bool) throws {
  try withTemporaryFolder { parent in
    let folder = parent + "/folder"
    try put(old.merging(others) { $1 }, into: folder)
    #expect(chmod(folder, 0o750) == 0)
    try replace(folder, canExchange: canExchange)
    #expect(try contents(folder) == new.merging(others) { $1 })
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent) == ["folder"])
    #expect(try FileManager.default.attributesOfItem(atPath: folder)[.posixPermissions] as? Int == 0o750)
  }
}

@Test(arguments: [true, false]) func untilTheyAreCompleteTheNewFilesAreElsewhere(canExchange: Bool) throws {
  struct Halfway: Error {}
  try withTemporaryFolder { parent in
    let folder = parent + "/folder"
    try put(old, into: folder)
    #expect(throws: Halfway.self) {
      try replaceFiles(names, in: folder) { place in
        try put(new, into: place)
        #expect(try contents(folder) == old)
        throw Halfway()
      }
    }
    #expect(try contents(folder) == old && FileManager.default.contentsOfDirectory(atPath: parent) == ["folder"])
  }
}

@Test func withNothingToLoseFilesAreWrittenInPlace() throws {
  try withTemporaryFolder { parent in
    for folder in [parent + "/missing", parent + "/other"] {
      if folder.hasSuffix("other") { try put(["notes": "mine"], into: folder) }
      let replacement = try FolderReplacement(of: folder, files: names)
      #expect(replacement.place == folder)
    }
  }
}

@Test func foldersAreReplacedToo() throws {
  for canExchange in [true, false] {
    try withTemporaryFolder { parent in
      let folder = parent + "/run"
      try put(["model": "old", "last/state": "old", "checkpoints/1/model": "old"], into: folder)
      let replacement = try FolderReplacement(
        of: folder, files: ["model"], folders: ["last", "checkpoints"],
        exchange: exchange(canExchange))
      try put(["last/state": "new", "last/more": "new"], into: replacement.place)
      try replacement.commit()
      #expect(try contents(folder) == ["last/state": "new", "last/more": "new"])
    }
  }
}

/// A link to a folder stays, and the folder that it leads to gets the new files.
@Test func theTargetOfALinkIsReplaced() throws {
  try withTemporaryFolder { parent in
    try put(old, into: parent + "/disk/folder")
    try FileManager.default.createSymbolicLink(atPath: parent + "/link", withDestinationPath: parent + "/disk/folder")
    try replace(parent + "/link")
    #expect(try contents(parent + "/disk/folder") == new)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: parent + "/link") == parent + "/disk/folder")
    #expect(try FileManager.default.contentsOfDirectory(atPath: parent + "/disk") == ["folder"])
  }
}

/// What a kill leaves at each point before the new files have taken their places: the old files are whole.
@Test(arguments: ["folder/.next", ".folder.next"]) func aKillBeforeTheEndLeavesTheOldFiles(place: String) throws {
  try withTemporaryFolder { parent in
    let folder = parent + "/folder"
    try put(old, into: folder)
    try put(["model": "half"], into: parent + "/" + place)
    try finishReplacement(in: folder)
    #expect(try contents(folder).filter { !$0.key.hasPrefix(".next") } == old)
    // The next replacement removes the leftovers.
    try replace(folder)
    #expect(try contents(folder) == new && FileManager.default.contentsOfDirectory(atPath: parent) == ["folder"])
  }
}

/// Where folders cannot be exchanged, the new files are moved one by one: wherever that ends, it can be completed.
@Test(arguments: 0...4) func aKillWhileFilesAreMovedIsCompleted(moved: Int) throws {
  try withTemporaryFolder { folder in
    try put(old.merging(["last/state": "old", "notes": "mine"]) { $1 }, into: folder)
    let all = new.merging(["last/state": "new"]) { $1 }
    try put(all.merging([".gone": "words"]) { $1 }, into: folder + "/.complete")
    for name in ["config", "last", "model"].prefix(moved) {
      if name == "last" { try FileManager.default.removeItem(atPath: folder + "/last") }
      #expect(rename(folder + "/.complete/" + name, folder + "/" + name) == 0)
    }
    if moved == 4 { #expect(unlink(folder + "/words") == 0) }
    try requireFiles(["model"], of: "a model", in: folder)
    #expect(try contents(folder) == all.merging(["notes": "mine"]) { $1 })
    #expect(try !FileManager.default.contentsOfDirectory(atPath: folder).contains(".complete"))
  }
}

/// A list of removed files that comes from elsewhere removes nothing outside the folder.
@Test func aListOfRemovedFilesStaysInTheFolder() throws {
  try withTemporaryFolder { parent in
    try put(["notes": "mine", "folder/sub/notes": "mine"], into: parent)
    try put([".gone": "../notes\n..\nsub/notes\n."], into: parent + "/folder/.complete")
    try finishReplacement(in: parent + "/folder")
    #expect(try contents(parent) == ["notes": "mine", "folder/sub/notes": "mine"])
  }
}

@Test func aFolderInPlaceOfAFileIsNotReplaced() throws {
  try withTemporaryFolder { folder in
    try put(["model": "old", "config/deep": "mine"], into: folder)
    let problem = try problem(.cannotCreate) { _ = try FolderReplacement(of: folder, files: names) }
    #expect(problem.message.contains(folder + "/config"))
    #expect(try contents(folder) == ["model": "old", "config/deep": "mine"])
  }
}

@Test func twoProcessesDoNotReplaceTheSameFolder() throws {
  try withTemporaryFolder { parent in
    let folder = parent + "/folder"
    try put(old, into: folder)
    let first = try FolderReplacement(of: folder, files: names)
    let problem = try problem(.cannotCreate) { _ = try FolderReplacement(of: folder, files: names) }
    #expect(problem.message.contains("another process"))
    try put(new, into: first.place)
    try first.commit()
    #expect(try contents(folder) == new)
  }
}
