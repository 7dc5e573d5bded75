/// Options that programs share for naming the folder of a run and for resuming it.
public enum RunOptions {
  /// `--out DIR`.
  ///
  /// - Parameter program: the program's name, the end of a default folder's name: `ngram` for `runs/tales-ngram`.
  public static func out(program: String) -> Option<String?> {
    Option<String>.optional(
      "out", help: "the run folder to write (default: runs/ and the name of the file, with -\(program))",
      placeholder: "DIR")
  }

  /// `--resume`.
  ///
  /// - Parameter rules: what can change in a resumed run.
  public static func resume(_ rules: String) -> Flag {
    Flag("resume", help: "resume the run in --out (default: the latest under runs/) from its last checkpoint; \(rules)")
  }
}
