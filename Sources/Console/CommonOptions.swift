/// The options that several programs share, so that they mean the same everywhere.
public enum CommonOptions {
  /// `--seed N`.
  public static let seed = Option("seed", default: 1337, help: "where the random numbers start", in: 0...)

  /// `--threads N`.
  public static let threads = Option<Int>.optional(
    "threads", help: "how many threads compute (default: all cores)", in: 1...)

  /// `--json`.
  public static let json = Flag("json", help: "print one JSON object in place of text")

  /// `--quiet`.
  public static let quiet = Flag("quiet", help: "print no progress and no remarks")

  /// `--model DIR`.
  public static let model = Option<String>.optional(
    "model", help: "the run folder that holds the model", placeholder: "DIR")

  /// `--out DIR`.
  public static let out = Option<String>.optional("out", help: "the folder to write into", placeholder: "DIR")

  /// `--lossy`.
  public static let lossy = Flag("lossy", help: "replace bytes that are not UTF-8 instead of refusing them")
}
