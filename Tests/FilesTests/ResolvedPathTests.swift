import Files
import Foundation
import TestSupport
import Testing

/// Runs the body with a folder that holds `a/b`, `ab` and a link `link` to `a/b`.
private func withFolders(_ body: (_ path: (String) -> ResolvedPath) throws -> Void) throws {
  try withTemporaryFolder { folder in
    try createFolder(folder + "/a/b")
    try createFolder(folder + "/ab")
    try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "a/b")
    try body { ResolvedPath(folder + "/" + $0) }
  }
}

@Test(arguments: ["a/b", "a/b/", "./a//b/.", "a/../a/b", "link", "link/../b", "ab/../link", "new/../a/b"])
func allSpellingsOfAPathAreTheSamePlace(spelling: String) throws {
  try withFolders { path in
    #expect(path(spelling).isSame(as: path("a/b")) && path("a/b").isSame(as: path(spelling)))
    #expect(path(spelling).isInside(path("a")) && path(spelling).isInside(path("link")))
    #expect(!path("a").isInside(path(spelling)))
  }
}

@Test(arguments: ["a", "ab", "a/c", "a/b/c", "link/c", "link/..", ""])
func otherPathsAreOtherPlaces(spelling: String) throws {
  try withFolders { path in
    #expect(!path(spelling).isSame(as: path("a/b")) && !path("a/b").isSame(as: path(spelling)))
  }
}

@Test func aPathThatDoesNotExistYetIsResolvedToo() throws {
  try withFolders { path in
    #expect(path("link/new/deep").isSame(as: path("a/b/new/deep")))
    #expect(path("link/new/deep").isInside(path("a/b/new")))
    #expect(path("new/deep/../other").isSame(as: path("new/other")))
    #expect(!path("new/deep").isSame(as: path("new")) && !path("new").isInside(path("new/deep")))
  }
}

@Test func aFolderWhoseNameExtendsAnotherIsNotInsideIt() throws {
  try withFolders { path in
    #expect(!path("ab").isInside(path("a")) && !path("new2").isInside(path("new")))
  }
}

@Test func hardLinksToAFileAreTheSamePlace() throws {
  try withTemporaryFolder { folder in
    try writeFile("x", to: folder + "/first")
    try FileManager.default.linkItem(atPath: folder + "/first", toPath: folder + "/second")
    #expect(ResolvedPath(folder + "/first").isSame(as: ResolvedPath(folder + "/second")))
    try writeFile("x", to: folder + "/third")
    #expect(!ResolvedPath(folder + "/first").isSame(as: ResolvedPath(folder + "/third")))
  }
}

@Test func theParentFoldersEndAtTheRoot() {
  #expect(ResolvedPath("/no/such/place").upwards == ["/no/such/place", "/no/such", "/no", "/"])
  #expect(ResolvedPath("/..").upwards == ["/"])
  #expect(ResolvedPath("nowhere").isInside(ResolvedPath(".")) && ResolvedPath("nowhere").isInside(ResolvedPath("/")))
}
