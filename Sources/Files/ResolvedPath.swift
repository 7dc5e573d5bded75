import Foundation

/// Where a path leads: dots and links resolved, so that two ways to one place can be seen to lead there.
///
/// The last parts of the path need not exist yet; they stand for the folders that would be made.
///
///     let source = ResolvedPath("models/gpt2"), target = ResolvedPath("models/../models")
///     source.isInside(target)  // true
///     target.isInside(source)  // false
public struct ResolvedPath: Sendable {
  /// The place itself, then the folder that holds it, and so on up to `/`.
  public let upwards: [String]

  /// Resolves a path from the current folder, or from `/` where it begins there.
  public init(_ path: String) {
    var place = path.hasPrefix("/") ? "/" : FileManager.default.currentDirectoryPath
    // Part by part, since what follows a link's ".." lies beside the place that the link leads to.
    for part in path.split(separator: "/") where part != "." {
      place = part == ".." ? Self.parent(place) : Self.real((place as NSString).appendingPathComponent(String(part)))
    }
    var upwards = [place]
    while upwards[upwards.count - 1] != "/" { upwards.append(Self.parent(upwards[upwards.count - 1])) }
    self.upwards = upwards
  }

  /// Whether both are one place.
  public func isSame(as other: ResolvedPath) -> Bool { Self.isOne(upwards[0], other.upwards[0]) }

  /// Whether this is the other place, or lies somewhere below it.
  public func isInside(_ other: ResolvedPath) -> Bool { upwards.contains { Self.isOne($0, other.upwards[0]) } }

  /// What does not exist is known by its path alone; what does may have several, as on disks that take `A` for `a`.
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
