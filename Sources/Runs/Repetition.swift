import Files
import Foundation

extension RunRecord {
  /// Returns the command that repeats a run, and what it does, for the page about the run.
  ///
  ///     record.repetition(of: "runs/tales", by: "char-gpt", option: "config")
  ///
  /// A text that came from standard input has to be sent again.
  ///
  /// - Parameter option: the name of the program's option for a file of settings.
  public func repetition(of folder: String, by program: String, option: String) -> (command: String, meaning: String) {
    let config = "--\(option) " + shellQuoted((folder as NSString).appendingPathComponent("config.json"))
    if text.paths.contains(standardInput) {
      return (
        "swift run \(program) train - \(config)", "Repeats the run if the same text is sent to it again:"
      )
    }
    return (
      "swift run \(program) train \(config)",
      "Starts a run with these settings. It ends with the same model, to the last bit and on any number of threads, "
        + "unless this run was resumed with other settings:"
    )
  }
}
