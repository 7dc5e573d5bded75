import Foundation

/// A path with its dots and symbolic links resolved, to find out whether two paths lead to the same place.
///
/// The last parts of the path do not need to exist yet; they represent folders that would be created.
///
///     let source = ResolvedPath("models/gpt2"), target = ResolvedPath("models/../models")
///     source.isInside(target)  // true
///     target.isInside(source)  // false
public struct ResolvedPath: Sendable {
  /// The place itself, then the folder that contains it, and so on up to `/`.
  public let upwards: [String]

  /// Resolves an absolute path, or a path relative to the current folder.
  public init(_ path: String) {
    var place = path.hasPrefix("/") ? "/" : FileManager.default.currentDirectoryPath
    // Part by part, because ".." after a link means the parent of the place that the link leads to.
    for part in path.split(separator: "/") where part != "." {
      place = part == ".." ? Self.parent(place) : Self.real((place as NSString).appendingPathComponent(String(part)))
    }
    var upwards = [place]
    while upwards[upwards.count - 1] != "/" { upwards.append(Self.parent(upwards[upwards.count - 1])) }
    self.upwards = upwards
  }

  /// Whether both are the same place.
  public func isSame(as other: ResolvedPath) -> Bool { Self.isOne(upwards[0], other.upwards[0]) }

  /// Whether this is the other place or anywhere below it.
  public func isInside(_ other: ResolvedPath) -> Bool { upwards.contains { Self.isOne($0, other.upwards[0]) } }

  /// A place that does not exist is identified by its path alone. One that exists can have several paths, for example
  /// on disks that do not distinguish `A` from `a`.
  private static func isOne(_ a: String, _ b: String) -> Bool {
    if a.utf8.elementsEqual(b.utf8) { return true }
    var (first, second) = (stat(), stat())
    guard stat(a, &first) == 0, stat(b, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  private static func parent(_ path: String) -> String { (path as NSString).deletingLastPathComponent }

  private static func real(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
