import Testing

@testable import Console

@Test func commandHelpShowsUsageArgumentsAndOptionsWithDefaults() {
  #expect(
    train.help(program: "char-gpt") == """
      usage: char-gpt train FILE [OTHER] [--option value ...]

      train a model on a text file

      arguments:
        FILE   the training text
        OTHER  a text to compare with

      options:
        --layers N         number of transformer blocks (default: 4)
        --steps N          how long to train (default: 2000)
        --shift N          any whole number (default: 0)
        --learning-rate X  step size (default: 0.001)
        --dropout X        share of activations to drop (default: 0)
        --smoothing NAME   how to smooth (kneser-ney, witten-bell or none; default: kneser-ney)
        --preset NAME      shapes (small or large; default: small)
        --prompt TEXT      how the sample begins (default: "\\n")
        --top-k N          keep the K likeliest
        --json             print one JSON object
        --help, -h         print this help

      """)
}

@Test func helpOfABareCommandOmitsEmptySections() {
  #expect(
    Command("words", summary: "list the words") { _ in }.help(program: "ngram") == """
      usage: ngram words

      list the words

      options:
        --help, -h  print this help

      """)
}

@Test func programHelpListsTheCommands() {
  let words = Command("words", summary: "list the words") { _ in }
  let program = Program("ngram", version: "1", summary: "Counts words.", commands: [train, words])
  #expect(
    program.help() == """
      usage: ngram COMMAND ... [--option value ...]

      Counts words.

      commands:
        train FILE [OTHER]  train a model on a text file
        words               list the words

      options:
        --help, -h                   print this help
        --version                    print the version
        --generate-completion SHELL  print a script that completes commands and options in the shell
                                     (bash, zsh or fish)

      See ngram COMMAND --help for a command's arguments and options.

      """)
}

@Test func textWrapsInItsColumnAndLongLabelsGetTheirOwnLine() {
  let long = "--minimum-learning-rate-of-all X"
  let rows = [("--a N", "one two three four five six"), (long, "seven"), ("--bcd", "eight")]
  let expected = """
      --a N  one two three four five
             six
      \(long)
             seven
      --bcd  eight
    """
  #expect(columns(rows, width: 32) == expected)
}

@Test func noLineOfHelpExceedsTheWidth() {
  let wordy = String(repeating: "many words ", count: 60)
  let command = Command(
    "c", summary: wordy, options: [Flag("flag", help: wordy), CommonOptions.threads]
  ) { _ in }
  let lines = command.help(program: "p").split(separator: "\n")
  #expect(lines.map(\.count).max()! <= 100)
  #expect(lines.map(\.count).max()! > 90)
  #expect(lines.count > 10)
}

@Test func wrappingFillsLinesToTheLastColumnAndKeepsLongWordsWhole() {
  #expect(wrapped("aa bb cc dd", width: 5) == ["aa bb", "cc dd"])
  #expect(wrapped("aa bb cc dd", width: 4) == ["aa", "bb", "cc", "dd"])
  #expect(wrapped("a bbbbbbbb c", width: 3) == ["a", "bbbbbbbb", "c"])
  #expect(wrapped("", width: 3) == [])
}

@Test func defaultsAreShownAsAUserWouldTypeThem() {
  #expect(1e-5.optionText == "1e-5")
  #expect(Float(0.1).optionText == "0.1")
  #expect((-3).optionText == "-3")
  #expect("data/a.txt".optionText == "data/a.txt")
  #expect("".optionText == "\"\"")
  #expect("a b".optionText == "\"a b\"")
}
