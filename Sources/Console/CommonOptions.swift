/// The options that several programs share, so that they mean the same everywhere.
public enum CommonOptions {
  /// `--seed N`.
  public static let seed = Option("seed", default: 1337, help: "where the random numbers start", in: 0...)

  /// `--threads N`, which the ``Program`` obeys before it runs the command.
  public static let threads = Option<Int>.optional(
    "threads", help: "how many threads compute (default: all cores)", in: 1...)

  /// `--temperature X`, whose default depends on what is drawn.
  public static func temperature(default value: Float) -> Option<Float> {
    Option(
      "temperature", default: value, help: "below 1 more predictable, above 1 wilder; 0 takes the likeliest", in: 0...)
  }

  /// `--top-k N`.
  public static let topK = Option<Int>.optional("top-k", help: "draw among the K likeliest only", in: 1...)

  /// `--top-p X`.
  public static let topP = Option<Float>.optional(
    "top-p", help: "draw among the likeliest that together reach this probability", in: .leastNormalMagnitude...1)

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
