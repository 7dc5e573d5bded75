import Foundation

/// Runs one of the built executables the way a user would: arguments in; output, exit code and files out.
///
///     let program = try Program("char-gpt")
///     defer { program.remove() }
///     try program("parameters", "--layers", "2").figures["parameters"]
public struct Program: Sendable {
  /// The result of a run.
  public struct Result: Sendable {
    /// The exit code.
    public let status: Int32
    /// Standard output.
    public let output: String
    /// Standard error.
    public let errors: String

    /// The values of `name value` pairs on the output's last line.
    public var figures: [String: Double] {
      let words = (output.split(separator: "\n").last ?? "").split(separator: " ").map(String.init)
      return Dictionary(
        zip(words.indices, words).compactMap { i, word in
          i % 2 == 0 && i + 1 < words.count ? Double(words[i + 1]).map { (word, $0) } : nil
        }, uniquingKeysWith: { first, _ in first })
    }
  }

  /// The folder in which the program runs.
  public let folder: URL
  let executable: String

  /// Creates a program for the executable with this name, in a new, empty folder that the caller removes.
  public init(_ executable: String) throws {
    self.executable = executable
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Creates a program for the executable with this name, in the folder of another.
  public init(_ executable: String, in other: Program) { (self.executable, folder) = (executable, other.folder) }

  /// Removes the folder.
  public func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Runs the program with these arguments.
  public func callAsFunction(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
    try run(arguments, environment: environment)
  }

  /// Runs the program with these arguments, in the environment of the tests plus the given variables.
  ///
  /// - Parameter input: the text on its standard input.
  public func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString).in")
    try Data(input.utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try start(arguments, input: FileHandle(forReadingFrom: url), environment: environment).wait()
  }

  /// Starts the program with these arguments; the caller waits for it or kills it.
  ///
  /// - Parameters:
  ///   - input: the file handle it reads from; without one, its standard input is empty.
  ///   - fileSizeLimit: the largest file it is allowed to write, in blocks of the shell's `ulimit -f`.
  ///   - memoryLimit: the memory that it is allowed to reserve, in kilobytes; macOS ignores it.
  public func start(
    _ arguments: [String], input: FileHandle = .nullDevice, environment: [String: String] = [:],
    fileSizeLimit: Int? = nil, memoryLimit: Int? = nil
  ) throws -> Running {
    let process = Process()
    let path = Self.products.appendingPathComponent(executable)
    let limits = [
      fileSizeLimit.map { "ulimit -f \($0);" }, memoryLimit.map { "ulimit -v \($0) 2>/dev/null;" },
    ].compactMap { $0 }
    if !limits.isEmpty {
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "\(limits.joined()) exec \"$0\" \"$@\"", path.path] + arguments
    } else {
      process.executableURL = path
      process.arguments = arguments
    }
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = input
    return try Running(process)
  }

  /// A running program.
  public final class Running {
    private let process: Process
    private let output, errors: URL

    fileprivate init(_ process: Process) throws {
      self.process = process
      // Files, not pipes: a pipe that nothing drains would block the program.
      let capture = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
      (output, errors) = (capture.appendingPathExtension("out"), capture.appendingPathExtension("err"))
      for url in [output, errors] { try Data().write(to: url) }
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      try Self.hearingSignals { try process.run() }
    }

    /// A program inherits the signals that its parent ignores and those that this thread blocks. Tests that run in the
    /// background ignore Ctrl-C, and Dispatch's threads block all signals.
    private static func hearingSignals(_ body: () throws -> Void) rethrows {
      for number in [SIGINT, SIGHUP] { signal(number, SIG_DFL) }
      var none = sigset_t(), before = sigset_t()
      sigemptyset(&none)
      pthread_sigmask(SIG_SETMASK, &none, &before)
      defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
      try body()
    }

    /// Whether it is still running.
    public var isRunning: Bool { process.isRunning }

    /// Sends it a signal; returns false if it has already ended.
    public func kill(_ signal: Int32) -> Bool {
      process.isRunning && Foundation.kill(process.processIdentifier, signal) == 0
    }

    /// The standard output so far.
    public var outputSoFar: String {
      get throws { String(decoding: try Data(contentsOf: output), as: UTF8.self) }
    }

    /// Waits until it ends. If a signal ended it, the status is the number of the signal.
    public func wait() throws -> Result {
      process.waitUntilExit()
      defer { for url in [output, errors] { try? FileManager.default.removeItem(at: url) } }
      return Result(
        status: process.terminationStatus, output: try outputSoFar,
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
  }

  /// The location of a file in the folder.
  public func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// The content of a file in the folder.
  public func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: file(name)), as: UTF8.self)
  }

  /// Writes a file into the folder and returns its name.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: file(name))
    return name
  }

  /// The relative paths of everything in the folder and its subfolders, sorted.
  public func contents() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  /// The folder of the package's executables: next to the test bundle.
  public static let products: URL = {
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      return bundle.bundleURL.deletingLastPathComponent()
    }
    return Bundle.main.bundleURL
  }()
}
