/// Options that several programs share and that mean the same everywhere.
public enum CommonOptions {
  /// `--seed N`.
  public static let seed = Option("seed", default: 1337, help: "seed of the random number generator", in: 0...)

  /// `--threads N`, which the ``Program`` applies before it runs the command.
  public static let threads = Option<Int>.optional(
    "threads", help: "number of threads (default: all cores)", in: 1...)

  /// `--temperature X`; its default depends on what is sampled.
  public static func temperature(default value: Float) -> Option<Float> {
    Option(
      "temperature", default: value,
      help: "below 1 is more predictable, above 1 is wilder; 0 always takes the likeliest token", in: 0...)
  }

  /// `--top-k N`.
  public static let topK = Option<Int>.optional("top-k", help: "sample only from the N likeliest tokens", in: 1...)

  /// `--top-p X`.
  public static let topP = Option<Float>.optional(
    "top-p", help: "sample only from the likeliest that together reach this probability", in: .leastNormalMagnitude...1)

  /// `--json`.
  public static let json = Flag("json", help: "print one JSON object instead of text")

  /// `--quiet`.
  public static let quiet = Flag("quiet", help: "print no progress or remarks")

  /// `--model DIR`.
  public static let model = Option<String>.optional(
    "model", help: "the run folder that holds the model", placeholder: "DIR")

  /// `--out DIR`.
  public static let out = Option<String>.optional("out", help: "the folder to write to", placeholder: "DIR")

  /// `--overwrite`.
  public static let overwrite = Flag("overwrite", help: "replace existing output")

  /// `--lossy`.
  public static let lossy = Flag("lossy", help: "replace bytes that are not UTF-8 instead of refusing them")
}
