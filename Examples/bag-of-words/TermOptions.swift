import BagOfWords
import Console
import Corpora
import Files
import Reports

extension TermValues: OptionValue {}
extension TermSplitter.Unit: OptionValue {}
extension WordPattern: OptionValue {}
extension TextClassifier.Kind: OptionValue {}

/// How many words or characters a term has: `2`, or a range such as `1-2`.
struct TermLengths: OptionValue {
  let range: ClosedRange<Int>

  static let placeholder = "N-M"
  static let wanted = "a number from 1 to \(TermSplitter.longestAllowed) or a range such as 1-2"

  init(_ range: ClosedRange<Int>) { self.range = range }

  init?(optionText: String) {
    let ends = optionText.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
    guard ends.count <= 2, let low = ends[0], let high = ends[ends.count - 1], low >= 1, low <= high,
      high <= TermSplitter.longestAllowed
    else { return nil }
    range = low...high
  }

  var optionText: String {
    range.count == 1 ? "\(range.lowerBound)" : "\(range.lowerBound)-\(range.upperBound)"
  }
}

/// The options that say what to count, shared by all commands that build a vocabulary.
enum TermOptions {
  static let level = Option("level", default: TermSplitter.Unit.word, help: "what is counted")
  static let pattern = Option("pattern", default: WordPattern.letters, help: CommonOptions.patternHelp)
  static let order = Option(
    "order", default: TermLengths(1...1), help: "words or characters per term, such as 2 for pairs or 1-2"
  ).formerly("ngrams")
  static let minimumDocuments = Option(
    "minimum-documents", default: 1, help: "leave out terms that occur in fewer documents", in: 1...)
  static let maximumShare = Option(
    "maximum-share", default: 1.0, help: "leave out terms that occur in a larger share of the documents",
    in: .leastNormalMagnitude...1)
  static let values = Option("values", default: TermValues.counts, help: "the values in the vectors")

  /// The options that define a term.
  static let splitting: [any CommandOption] = [level, pattern, order]
  /// The options that choose the terms and the values recorded for them.
  static let counting: [any CommandOption] = [values] + splitting + [minimumDocuments, maximumShare]

  static func splitter(_ parsed: Parsed) -> TermSplitter {
    TermSplitter(unit: parsed[level], pattern: parsed[pattern], lengths: parsed[order].range)
  }

  static func limits(_ parsed: Parsed) -> BagOfWords.Limits {
    var limits = BagOfWords.Limits()
    limits.minimumDocuments = parsed[minimumDocuments]
    limits.maximumShare = parsed[maximumShare]
    return limits
  }
}

/// Says how many words the pattern cut at their combining marks, if there are any.
func sayCutWords(_ counts: TermCounts, _ remarks: Remarks) {
  guard counts.cutWordCount > 0 else { return }
  remarks.say(
    "\(Formats.count(counts.cutWordCount, "word")) of the texts \(counts.cutWordCount == 1 ? "was" : "were") cut at "
      + "combining marks; --pattern marks keeps such words whole")
}

extension TermSplitter {
  /// A term as it is shown: in quotes if it can begin or end with a space, which would otherwise be invisible.
  func shown(_ term: String) -> String { unit == .character ? quoted(term) : term }
}

/// Returns the text on one line, short enough for a table, and in quotes if it has control characters, which a terminal
/// would interpret.
func shortened(_ text: String, to length: Int = 40) -> String {
  let line = text.prefix(4 * length).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  let short = line.count > length || text.count > 4 * length ? line.prefix(length - 3) + "..." : line
  return printable(short)
}
