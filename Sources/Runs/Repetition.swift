import Files
import Foundation

extension RunRecord {
  /// Returns the command that repeats a run, and what it does, for the page about the run.
  ///
  ///     record.repetition(of: "runs/tales", by: "char-gpt")
  ///     // "swift run char-gpt train --config runs/tales/config.json"
  ///
  /// A text that came from standard input has to be sent again.
  public func repetition(of folder: String, by program: String) -> (command: String, meaning: String) {
    let config = shellQuoted((folder as NSString).appendingPathComponent("config.json"))
    if text.paths.contains(standardInput) {
      return (
        "swift run \(program) train - --config \(config)", "Repeats the run if the same text is sent to it again:"
      )
    }
    return (
      "swift run \(program) train --config \(config)",
      "Starts a run with these settings. It ends with the same model, to the last bit and on any number of threads, "
        + "unless this run was resumed with other settings:"
    )
  }
}
