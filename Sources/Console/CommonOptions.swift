/// Options that several programs share and that mean the same everywhere.
public enum CommonOptions {
  // MARK: The text and the model

  /// `--model DIR`.
  public static let model = Option<String>.optional(
    "model", help: "the run folder that holds the model (default: the latest one of this program under runs/)",
    placeholder: "DIR")

  /// `--model DIR` of commands that can also use several models at once.
  public static let models = Option.repeated(
    "model",
    help: "the run folder that holds the model (default: the latest one of this program under runs/); several models "
      + "predict together, by the mean of their probabilities", placeholder: "DIR")

  /// `--lossy`.
  public static let lossy = Flag("lossy", help: "replace bytes that are not UTF-8 instead of refusing them")

  /// `--validation X`; what is held out depends on the program.
  public static func validation(default value: Double, help: String) -> Option<Double> {
    Option("validation", default: value, help: help, in: 0..<1)
  }

  /// `--validation X` for a running text.
  public static let validation = validation(
    default: 0.1, help: "fraction of the text, at its end, held out for validation; 0 trains on all of it")

  /// The argument of commands that train on a text.
  ///
  /// - Parameter remark: when the argument can be left out.
  public static func trainingText(_ remark: String = "") -> Argument<[String]> {
    Argument.anyNumber(
      "FILE", help: "the training text: one or more files, folders with .txt files, or - for standard input\(remark)")
  }

  /// `--pattern NAME`; the program adds what it counts.
  public static let patternHelp =
    "what a word is made of: letters and digits; the same with combining marks, for Hindi or Thai; or anything between "
    + "spaces"

  // MARK: Output

  /// `--out DIR`.
  public static let out = Option<String>.optional(
    "out", help: "the folder to write to (required)", placeholder: "DIR")

  /// `--out FILE`.
  ///
  /// - Parameter help: what is written, and the default.
  public static func outFile(_ help: String) -> Option<String?> {
    Option<String>.optional("out", help: help, placeholder: "FILE")
  }

  /// `--overwrite`.
  public static let overwrite = Flag("overwrite", help: "replace existing output")

  /// `--json`.
  public static let json = Flag("json", help: "print one JSON object instead of text")

  /// `--quiet`.
  public static let quiet = Flag("quiet", help: "print no progress or remarks")

  // MARK: Work

  /// `--config FILE`, which ``Command`` reads before the command runs.
  public static let config = Option<String>.optional(
    "config",
    help: "a JSON file of options, such as {\"steps\": 500}; the config.json of a run repeats that run; options on the "
      + "command line come first",
    placeholder: "FILE")

  /// `--seed N`.
  public static let seed = Option("seed", default: 1337, help: "seed of the random number generator", in: 0...)

  /// `--seed N` of a command that draws anew in each call unless it is given.
  public static let freshSeed = Option<Int>.optional(
    "seed", help: "seed of the random number generator (default: a new one in each call, which is printed)", in: 0...)

  /// Returns a seed of the system's random numbers, small enough to type.
  public static func newSeed() -> Int { Int.random(in: 0..<1_000_000) }

  /// `--threads N`, which the ``Program`` applies before it runs the command.
  public static let threads = Option<Int>.optional(
    "threads", help: "number of threads, from 1 to 128 (default: all cores)", in: 1...128)

  // MARK: Sampling

  /// `--prompt TEXT`.
  ///
  /// - Parameter start: what a text begins with if there is no prompt: "a newline".
  public static func prompt(default start: String) -> Option<String?> {
    Option<String>.optional("prompt", help: "the text to continue (default: \(start))", placeholder: "TEXT")
  }

  /// `--temperature X`.
  public static func temperature(default value: Float) -> Option<Float> {
    Option(
      "temperature", default: value,
      help: "below 1 is more predictable, above 1 is wilder; 0 always takes the likeliest token", in: 0...)
  }

  /// `--top-k N`.
  public static let topK = Option<Int>.optional("top-k", help: "sample only from the N likeliest tokens", in: 1...)

  /// `--top-p X`.
  public static let topP = Option<Float>.optional(
    "top-p", help: "sample only from the likeliest that together reach this share of what top-k leaves",
    in: .leastNormalMagnitude...1)

  /// `--min-p X`.
  public static let minP = Option<Float>.optional(
    "min-p", help: "sample only from tokens that are at least this fraction as likely as the likeliest", in: 0...1)

  /// `--repetition-penalty X`.
  public static let repetitionPenalty = Option<Float>(
    "repetition-penalty", default: 1,
    help: "above 1, tokens that the text already has become less likely: their logits are divided by this if they are "
      + "positive, else multiplied", in: .leastNormalMagnitude...)

  /// The options that change a distribution before a draw, besides the temperature.
  public static let filters: [any CommandOption] = [topK, topP, minP, repetitionPenalty]

  /// `--stop TEXT`; its values need ``unescaped(_:)``.
  public static let stop = Option.repeated(
    "stop", help: "end before this text, which is not written; \\n is a newline, \\t a tab and \\\\ a backslash")

  /// Returns a text of the command line with `\n`, `\t` and `\\` replaced by what they stand for; another backslash
  /// stands for itself.
  public static func unescaped(_ text: String) -> String {
    var result = String.UnicodeScalarView(), isEscaped = false
    for scalar in text.unicodeScalars {
      if isEscaped {
        switch scalar {
        case "n": result.append("\n")
        case "t": result.append("\t")
        case "\\": result.append(scalar)
        default: result += ["\\", scalar]
        }
        isEscaped = false
      } else if scalar == "\\" {
        isEscaped = true
      } else {
        result.append(scalar)
      }
    }
    if isEscaped { result.append("\\") }
    return String(result)
  }

  /// `--count N`.
  ///
  /// - Parameter what: what the command shows: "words".
  public static func count(default value: Int, of what: String) -> Option<Int> {
    Option("count", default: value, help: "how many \(what) to show", in: 1...)
  }
}
