import Foundation
import Testing

/// The number of times that a test kills each command: 8, or as many as `KINDLING_KILLS` says.
///
///     KINDLING_KILLS=150 swift test --filter Kills
private let killCount = ProcessInfo.processInfo.environment["KINDLING_KILLS"].flatMap(Int.init) ?? 8

extension Program {
  /// Kills a command that replaces a file or folder again and again, each time at another moment, and expects it to
  /// leave the old contents or the new ones, whole.
  ///
  /// Half of the kills are spread over the time that the command takes. The others come right after it has begun to
  /// write.
  ///
  /// - Parameters:
  ///   - command: the arguments; it must write other contents than the file or folder has at the moment.
  ///   - output: the file or folder.
  ///   - timed: the names of files whose contents differ from run to run because they record times.
  ///   - isNew: checks contents that differ from those of a run that was not killed, such as those of a run to resume.
  public func expectWholeAfterKills(
    of command: [String], output: String, timed: [String] = [], isNew: (Program) throws -> Bool = { _ in false },
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let output = file(output), kept = file("kept-\(output.lastPathComponent)")
    let old = try Contents(of: output)
    try FileManager.default.copyItem(at: output, to: kept)
    defer { try? FileManager.default.removeItem(at: kept) }
    // The first run finds nothing in the system's caches and takes longer.
    var seconds = 0.0
    for _ in 0..<2 {
      let before = ContinuousClock.now
      let whole = try run(command)
      seconds = (ContinuousClock.now - before) / .seconds(1)
      #expect(whole.status == 0, "\(whole.errors)", sourceLocation: sourceLocation)
    }
    let new = try Contents(of: output).without(timed)
    #expect(old.without(timed) != new, sourceLocation: sourceLocation)

    var counts = (old: 0, new: 0, ended: 0)
    for kill in 0..<killCount {
      try? FileManager.default.removeItem(at: output)
      try FileManager.default.copyItem(at: kept, to: output)
      let names = try self.names(beside: output)
      let running = try start(command)
      if kill % 2 == 0 {
        usleep(UInt32(1e6 * seconds * (Double(kill) + .random(in: 0..<2)) / Double(killCount)))
      } else {
        try running.reaches { try self.names(beside: output) != names }
        usleep(.random(in: 0...4000))
      }
      if !running.kill(SIGKILL) { counts.ended += 1 }
      let result = try running.wait()
      #expect([0, SIGKILL].contains(result.status), "\(result.errors)", sourceLocation: sourceLocation)
      let found = try Contents(of: output)
      if found == old {
        counts.old += 1
      } else if try found.without(timed) == new || isNew(self) {
        counts.new += 1
      } else {
        Issue.record("kill \(kill) left neither the old nor the new: \(found.names)", sourceLocation: sourceLocation)
      }
    }
    if killCount > 8 {
      print(
        "\(executable) \(command[0]): \(killCount) kills: \(counts.old) old, \(counts.new) new; "
          + "\(counts.ended) came too late")
    }
  }

  /// The names in the folder that contains a file; a command that writes the file changes them.
  private func names(beside file: URL) throws -> Set<String> {
    try Set(FileManager.default.contentsOfDirectory(atPath: file.deletingLastPathComponent().path))
  }
}

/// The contents of a file, or of the files in a folder by their relative paths. Hidden ones, such as those that a killed
/// command leaves, do not count.
private struct Contents: Equatable {
  private var files: [String: Data] = [:]

  init(of url: URL) throws {
    guard (try? url.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == true else {
      files[""] = try Data(contentsOf: url)
      return
    }
    for name in try FileManager.default.subpathsOfDirectory(atPath: url.path) where !name.hasPrefix(".") {
      // A folder has no data.
      files[name] = (try? Data(contentsOf: url.appendingPathComponent(name))) ?? Data()
    }
  }

  var names: [String] { files.keys.sorted() }

  /// The same with empty files in place of those that record times.
  func without(_ timed: [String]) -> Contents {
    var result = self
    for name in timed where files[name] != nil { result.files[name] = Data() }
    return result
  }
}
