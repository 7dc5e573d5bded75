import Console
import Foundation

/// Checks an exercise in a process of its own, so a crash or an endless loop in the student's code ends that process
/// and not the program.
///
/// The process is this same program, started with ``firstWord``; it leaves the outcome in a file.
struct SeparateCheck {
  /// The first argument of a process that checks a single exercise.
  static let firstWord = "check-one-exercise"

  let lab: ExerciseLab
  /// The number of the exercise in the lab, counted from 0.
  let index: Int
  let limits: Limits
  /// Where the student's code prints to; nil is where the program prints.
  let output: FileHandle?

  /// Runs the check and waits for it. What the student's code wrote to standard error follows, except for the report of
  /// a crash, which becomes the outcome.
  func outcome() throws -> Outcome {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("kindling-exercise-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    let result = folder.appendingPathComponent("outcome.json"), errors = folder.appendingPathComponent("errors.txt")
    try Data().write(to: errors)

    let process = Process()
    process.executableURL = Bundle.main.executableURL
    process.arguments = [
      Self.firstWord, "\(lab.number)", "\(index)", "\(limits.seconds)", "\(limits.megabytes)", result.path,
    ]
    process.environment = ProcessInfo.processInfo.environment.merging(CrashReport.environment) { $1 }
    if let output { process.standardOutput = output }
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()

    let text = String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    if let data = try? Data(contentsOf: result), let outcome = try? JSONDecoder().decode(Outcome.self, from: data) {
      Terminal.writeError(text)
      return outcome
    }
    let report = CrashReport(text, file: lab.file)
    Terminal.writeError(report.textBefore)
    let isSignal = process.terminationReason == .uncaughtSignal
    let message =
      report.message ?? (isSignal ? Self.words(for: process.terminationStatus) : "it ended the program with exit()")
    return .crashed(message: message, place: report.line.map { "\(lab.path):\($0)" })
  }

  /// Words for a signal that ended the process without a message.
  private static func words(for signal: Int32) -> String {
    switch signal {
    case SIGSEGV, SIGBUS: "bad memory access; a function that calls itself without end does that"
    case SIGKILL: "the system ended it; perhaps it took too much memory"
    default: "signal \(signal): \(String(cString: strsignal(signal)))"
    }
  }

  /// Checks the exercise that the arguments name; runs in the separate process.
  static func run(_ words: [String], labs: [ExerciseLab]) -> Never {
    guard words.count == 6, let lab = labs.first(where: { $0.number == Int(words[1]) }),
      let index = Int(words[2]), lab.exercises.indices.contains(index), let seconds = Int(words[3]),
      let megabytes = Int(words[4])
    else { exit(64) }
    let result = URL(fileURLWithPath: words[5])
    Watchdog(limits: Limits(seconds: seconds, megabytes: megabytes)) { write($0, to: result) }.start()
    write(lab.exercises[index].outcome(), to: result)
    exit(0)
  }

  private static func write(_ outcome: Outcome, to url: URL) {
    try? JSONEncoder().encode(outcome).write(to: url, options: .atomic)
  }
}
