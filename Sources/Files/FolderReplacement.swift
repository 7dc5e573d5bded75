import Foundation

/// New files that take the place of older ones in a folder, all at once: after a kill at any moment, the folder holds
/// the complete old set or the complete new one.
///
///     let replacement = try FolderReplacement(of: "gpt2-here", files: ["model.safetensors", "config.json"])
///     try model.save(to: replacement.place + "/model.safetensors")    // the old files are untouched so far
///     try writeFile(json: configuration, to: replacement.place + "/config.json")
///     try replacement.commit()
///
/// The new files are written into a folder next to the old one. At the end, the two folders are exchanged in one step,
/// and the old one is removed. Other files in the folder are kept.
///
/// Some folders cannot be exchanged: the current folder, a mounted disk, a folder with subfolders of the user's, or any
/// folder on a file system that cannot exchange. Then the new files are collected inside the folder, and moved to their
/// places one by one. If the process is killed while it moves them, ``finishReplacement(in:)`` moves the rest.
///
/// If the folder has none of the files, there is nothing to lose, and they are written in place.
public final class FolderReplacement {
  /// The folder.
  public let path: String
  /// The folder to write the new files into.
  public private(set) var place: String

  /// The names that are replaced.
  private let names: [String]
  /// The path without symbolic links: exchanging a link would leave the folder that it leads to as it was.
  private let target: String
  private let exchange: (String, String) -> Bool
  private var isPending = false
  /// Keeps other processes out; nil if the caller does.
  private var lock: FolderLock?

  /// The name of a folder for new files inside the folder itself.
  private static let next = ".next"

  /// Prepares to replace files in a folder.
  ///
  /// - Parameters:
  ///   - files: the names of the files to replace. Those that are not written again are removed.
  ///   - folders: the names of folders to replace or remove, with everything in them.
  ///   - isLocked: whether the caller has locked the folder already.
  /// - Throws: `Problem` of kind `cannotCreate` if the folder cannot be created or written, if one of the files is a
  ///   folder or a device, or if another process is writing into the folder.
  public convenience init(of path: String, files: [String], folders: [String] = [], isLocked: Bool = false) throws {
    try self.init(of: path, files: files, folders: folders, isLocked: isLocked, exchange: exchangePaths)
  }

  /// Does the same with another function that exchanges two paths, for tests.
  init(
    of path: String, files: [String], folders: [String] = [], isLocked: Bool = false,
    exchange: @escaping (String, String) -> Bool
  ) throws {
    try createFolder(path)
    (self.path, self.exchange) = (path, exchange)
    // Half-written files of a killed process go too; see ``writeFile(to:_:)``.
    let files = files.flatMap { [$0, $0 + ".partial"] }
    names = files + folders
    target = ResolvedPath(path).upwards[0]
    place = path
    try isLocked ? finishMoves(in: path) : finishReplacement(in: path)
    try requireRegularFiles(files, in: path)
    guard try !Set(names).isDisjoint(with: entries(of: path)) else { return }
    if !isLocked { lock = try FolderLock(path) }
    place = try Self.newPlace(for: target)
    isPending = true
  }

  /// Removes the new files if they have not taken their places.
  deinit {
    if isPending { try? FileManager.default.removeItem(atPath: place) }
  }

  /// Puts the new files in the place of the old ones.
  ///
  /// - Throws: `Problem` of kind `inputOutput`. The old files are then still there, or the new ones are complete inside
  ///   the folder, and ``finishReplacement(in:)`` moves them.
  public func commit() throws {
    guard isPending else { return }
    if try !exchangeFolders() { try moveFiles() }
    isPending = false
    place = path
  }

  /// Creates an empty folder for the new files: beside the folder if possible, else inside it.
  private static func newPlace(for target: String) throws -> String {
    let name = (target as NSString).lastPathComponent, parent = (target as NSString).deletingLastPathComponent
    let inside = (target as NSString).appendingPathComponent(next)
    var places = [inside]
    if device(of: parent) == device(of: target), !ResolvedPath(".").isInside(ResolvedPath(target)) {
      places.insert((parent as NSString).appendingPathComponent(".\(name).next"), at: 0)
    }
    // What a killed process left.
    for leftover in places { try? FileManager.default.removeItem(atPath: leftover) }
    guard let place = places.first(where: { mkdir($0, 0o777) == 0 }) else {
      throw Problem(.cannotCreate, "cannot create the folder \(inside): \(systemMessage())")
    }
    return place
  }

  /// Exchanges the folder with that of the new files and removes the old one; returns false if that is not possible.
  private func exchangeFolders() throws -> Bool {
    guard place != (target as NSString).appendingPathComponent(Self.next) else { return false }
    let others = try entries(of: path).filter { !names.contains($0) }
    let linked = others.prefix { link($0, from: target, to: place) }
    var isExchanged = false
    defer {
      if !isExchanged { for name in linked { unlink((place as NSString).appendingPathComponent(name)) } }
    }
    guard linked.count == others.count, copyOwnerAndMode(of: target, to: place) else { return false }
    try flushFolder(place)
    isExchanged = exchange(place, target)
    guard isExchanged else { return false }
    try? flushFolder((target as NSString).deletingLastPathComponent)
    // It is the old folder now. If it cannot be removed, the next replacement tries again.
    try? FileManager.default.removeItem(atPath: place)
    return true
  }

  /// Moves the new files to their places one by one.
  private func moveFiles() throws {
    let new = try entries(of: place), old = try entries(of: path)
    let gone = old.filter { names.contains($0) && !new.contains($0) }
    try writeFile(gone.joined(separator: "\n"), to: (place as NSString).appendingPathComponent(goneFile))
    try flushFolder(place)
    // From here on, the new files are the folder's; moving them can be completed at any time.
    try move(place, to: (target as NSString).appendingPathComponent(completeFolder))
    try flushFolder(target)
    try finishMoves(in: path)
  }
}

/// Replaces files in a folder, all at once or not at all; see ``FolderReplacement``.
///
///     try replaceFiles(["model.ngram", "config.json"], in: "runs/tales") { place in
///       try writeFile(json: configuration, to: place + "/config.json")
///       try model.save(to: place + "/model.ngram")
///     }
///
/// - Parameter body: writes the new files into the folder that it is given.
/// - Throws: the errors of `body` and of ``FolderReplacement``; the old files are then still there.
public func replaceFiles(_ names: [String], in folder: String, _ body: (_ place: String) throws -> Void) throws {
  let replacement = try FolderReplacement(of: folder, files: names)
  try body(replacement.place)
  try replacement.commit()
}

// MARK: - Moving files

/// The name of the folder, inside another, whose files are complete and on their way into that one.
private let completeFolder = ".complete"
/// The file in it that lists the old files that have no successor.
private let goneFile = ".gone"

/// Completes a ``FolderReplacement`` that was killed while it moved files; programs call it before they read a folder.
///
/// - Throws: `Problem` of kind `cannotCreate` if another process is still moving them; `inputOutput`.
public func finishReplacement(in folder: String) throws {
  guard hasFilesToMove(folder) else { return }
  let lock = try FolderLock(folder)
  try withExtendedLifetime(lock) { try finishMoves(in: folder) }
}

private func hasFilesToMove(_ folder: String) -> Bool {
  fileType((folder as NSString).appendingPathComponent(completeFolder + "/" + goneFile)) == S_IFREG
}

private func finishMoves(in folder: String) throws {
  func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
  guard hasFilesToMove(folder) else { return }
  let complete = path(completeFolder)
  for name in try entries(of: complete) where name != goneFile {
    // A folder cannot be renamed to a name that another one has.
    if fileType(path(name)) == S_IFDIR { try remove(path(name)) }
    try move((complete as NSString).appendingPathComponent(name), to: path(name))
  }
  let gone = try? readFile((complete as NSString).appendingPathComponent(goneFile))
  // A list from elsewhere could contain a path.
  for name in String(decoding: gone ?? Data(), as: UTF8.self).split(separator: "\n") where !name.contains("/") {
    if name != "..", name != "." { try remove(path(String(name))) }
  }
  try remove(complete)
}

/// Gives a file another name in a second folder; returns false if it is a folder or the file system cannot do that.
private func link(_ name: String, from folder: String, to other: String) -> Bool {
  let path = (folder as NSString).appendingPathComponent(name)
  var status = stat()
  guard lstat(path, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else { return false }
  return linkat(AT_FDCWD, path, AT_FDCWD, (other as NSString).appendingPathComponent(name), 0) == 0
}

/// Gives a folder the owner and the permissions of another; returns false if the permissions cannot be set.
private func copyOwnerAndMode(of folder: String, to other: String) -> Bool {
  var status = stat()
  guard stat(folder, &status) == 0 else { return false }
  // Only root can set another owner, and only root needs to.
  _ = chown(other, status.st_uid, status.st_gid)
  return chmod(other, status.st_mode & 0o7777) == 0
}

private func entries(of folder: String) throws -> [String] {
  do {
    return try FileManager.default.contentsOfDirectory(atPath: folder)
  } catch {
    throw Problem(.inputOutput, "cannot read \(folder): \(reason(error))")
  }
}

private func device(of path: String) -> dev_t? {
  var status = stat()
  return stat(path, &status) == 0 ? status.st_dev : nil
}
