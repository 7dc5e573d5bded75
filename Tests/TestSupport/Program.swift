import Foundation

/// Runs one of the built executables as a user would: arguments in; output, exit code and files out.
///
///     let program = try Program("char-gpt")
///     defer { program.remove() }
///     try program("parameters", "--layers", "2").figures["parameters"]
public struct Program: Sendable {
  /// What a run gave.
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

  /// The executable of that name, in a fresh, empty folder, which the caller removes.
  public init(_ executable: String) throws {
    self.executable = executable
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  /// Removes the folder.
  public func remove() { try? FileManager.default.removeItem(at: folder) }

  /// Runs it with these arguments.
  public func callAsFunction(_ arguments: String..., environment: [String: String] = [:]) throws -> Result {
    try run(arguments, environment: environment)
  }

  /// Runs it with these arguments, in this environment and what the tests have.
  ///
  /// - Parameter input: what it reads on standard input.
  public func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws -> Result {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString).in")
    try Data(input.utf8).write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    return try start(arguments, input: FileHandle(forReadingFrom: url), environment: environment).wait()
  }

  /// Starts it with these arguments, to be waited for or to be killed.
  ///
  /// - Parameters:
  ///   - input: where it reads from; without it, there is nothing to be read.
  ///   - fileSizeLimit: the largest file that it may write, in the blocks of the shell's `ulimit -f`.
  public func start(
    _ arguments: [String], input: FileHandle = .nullDevice, environment: [String: String] = [:],
    fileSizeLimit: Int? = nil
  ) throws -> Running {
    let process = Process()
    let path = Self.products.appendingPathComponent(executable)
    if let fileSizeLimit {
      process.executableURL = URL(fileURLWithPath: "/bin/sh")
      process.arguments = ["-c", "ulimit -f \(fileSizeLimit); exec \"$0\" \"$@\"", path.path] + arguments
    } else {
      process.executableURL = path
      process.arguments = arguments
    }
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = input
    return try Running(process)
  }

  /// A program that was started.
  public final class Running {
    private let process: Process
    private let output, errors: URL

    fileprivate init(_ process: Process) throws {
      self.process = process
      // Files, not pipes: a pipe that nobody empties would stop the program.
      let capture = FileManager.default.temporaryDirectory.appendingPathComponent("kindling-\(UUID().uuidString)")
      (output, errors) = (capture.appendingPathExtension("out"), capture.appendingPathExtension("err"))
      for url in [output, errors] { try Data().write(to: url) }
      process.standardOutput = try FileHandle(forWritingTo: output)
      process.standardError = try FileHandle(forWritingTo: errors)
      try Self.hearingSignals { try process.run() }
    }

    /// A program inherits which signals its parent ignores and which this thread blocks: tests that run in the
    /// background ignore Ctrl-C, and Dispatch's threads block all of them.
    private static func hearingSignals(_ body: () throws -> Void) rethrows {
      for number in [SIGINT, SIGHUP] { signal(number, SIG_DFL) }
      var none = sigset_t(), before = sigset_t()
      sigemptyset(&none)
      pthread_sigmask(SIG_SETMASK, &none, &before)
      defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
      try body()
    }

    /// Whether it has not ended yet.
    public var isRunning: Bool { process.isRunning }

    /// Sends it a signal; false when it has ended already.
    public func kill(_ signal: Int32) -> Bool {
      process.isRunning && Foundation.kill(process.processIdentifier, signal) == 0
    }

    /// What it has printed by now on standard output.
    public var outputSoFar: String {
      get throws { String(decoding: try Data(contentsOf: output), as: UTF8.self) }
    }

    /// Waits until it has ended. The status of one that a signal ended is the signal's number.
    public func wait() throws -> Result {
      process.waitUntilExit()
      defer { for url in [output, errors] { try? FileManager.default.removeItem(at: url) } }
      return Result(
        status: process.terminationStatus, output: try outputSoFar,
        errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
  }

  /// Where a file of the folder is.
  public func file(_ name: String) -> URL { folder.appendingPathComponent(name) }

  /// What a file of the folder holds.
  public func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: file(name)), as: UTF8.self)
  }

  /// Writes a file into the folder, and returns its name.
  @discardableResult
  public func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: file(name))
    return name
  }

  /// The names of what stands in the folder, deep down, sorted.
  public func contents() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
  }

  /// Where the package's executables are: beside the test bundle.
  public static let products: URL = {
    for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
      return bundle.bundleURL.deletingLastPathComponent()
    }
    return Bundle.main.bundleURL
  }()
}
