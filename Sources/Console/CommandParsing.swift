import Files

extension Command {
  /// Parses the words that the user typed after the command's name.
  ///
  ///     let parsed = try train.parse(["tales.txt", "--steps", "300"], program: "char-gpt")
  ///
  /// - Parameters:
  ///   - words: the words after the command's name, split as the shell splits them.
  ///   - program: the program's name, for the messages.
  /// - Throws: `Problem` of kind `usage`.
  public func parse(_ words: [String], program: String) throws -> Parsed {
    var values: [String: any Sendable] = [:]
    var texts: [String] = []
    var remarks: [String] = []
    var rest = words[...]
    while let word = rest.popFirst() {
      if word == "--" {
        texts += rest
        break
      }
      guard isOption(word) else {
        texts.append(word)
        continue
      }
      let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      if let option = switchedOff(by: parts[0]) {
        guard parts.count == 1 else {
          throw Problem(
            .usage, "\(parts[0]) takes no value", suggestion: "Write --\(option.name) on, or --\(option.name) off.")
        }
        if values.keys.contains(option.name) { throw Problem(.usage, "--\(option.name) is given twice") }
        values[option.name] = try option.value?.read(Switch.off.rawValue)
        continue
      }
      let option = try option(parts[0], program: program)
      let earlier = values[option.name]
      if earlier != nil, !option.isRepeated { throw Problem(.usage, "--\(option.name) is given twice") }
      let value = try value(of: option, attached: parts.dropFirst().first, rest: &rest)
      values[option.name] = option.isRepeated ? joined(earlier, value) : value
      if parts[0] != "--\(option.name)" { remarks.append("\(parts[0]) is now called --\(option.name)") }
    }
    var configured: ConfigFile?
    if let path = values[CommonOptions.config.declaration.name] as? String {
      let file = try ConfigFile(contentsOf: path)
      try values.merge(file.values(of: self)) { typed, _ in typed }
      configured = file
    }
    let named = try named(texts, given: Set(values.keys), configured: configured, program: program)
    return Parsed(values: values, arguments: named, remarks: remarks)
  }

  /// Whether these words ask for help, in any position.
  static func asksForHelp(_ words: some Sequence<String>) -> Bool {
    words.prefix { $0 != "--" }.contains { $0 == "--help" || $0 == "-h" }
  }

  /// A lone hyphen is an argument, by convention standard input; a negative number is one too.
  private func isOption(_ word: String) -> Bool {
    word.hasPrefix("-") && word != "-" && Double(word) == nil
  }

  /// Returns the switch that a word such as `--no-bias` turns off; nil if it is another word.
  private func switchedOff(by word: String) -> OptionDeclaration? {
    options.first { "--no-\($0.name)" == word && $0.value?.placeholder == Switch.placeholder }
  }

  private func option(_ word: String, program: String) throws -> OptionDeclaration {
    if let option = options.first(where: { "--\($0.name)" == word }) { return option }
    if let option = options.first(where: { $0.formerNames.contains { "--\($0)" == word } }) { return option }
    let hint = ForeignWords.hint(forOption: word, among: options.map(\.name))
    let near = nearest(to: word, among: options.map { "--\($0.name)" } + ["--help"])
    throw Problem(
      .usage, "unknown option \(quoted(word))",
      suggestion: hint ?? near.map { "Did you mean \($0)?" } ?? "See \(program) \(name) --help")
  }

  /// The texts of an option that was given several times.
  private func joined(_ earlier: (any Sendable)?, _ value: any Sendable) -> any Sendable {
    (earlier as? [String] ?? []) + (value as? [String] ?? [])
  }

  /// The option's value: the text after its equals sign, or else the next word.
  private func value(
    of option: OptionDeclaration, attached: String?, rest: inout ArraySlice<String>
  ) throws -> any Sendable {
    guard let (placeholder, read) = option.value else {
      if attached == nil { return true }
      throw Problem(.usage, "--\(option.name) takes no value")
    }
    func checked(_ text: String) throws -> any Sendable {
      // No file has an empty path; the system would take it for the current folder or for /.
      if text.isEmpty, isPath(placeholder) { throw Problem(.usage, "--\(option.name) must not be empty") }
      return try read(text)
    }
    if let attached { return try checked(attached) }
    // A value can begin with one hyphen, such as -3; two hyphens begin the next option.
    guard let next = rest.first, !next.hasPrefix("--") else {
      throw Problem(
        .usage, "--\(option.name) needs a value: \(option.label)",
        suggestion: rest.first.map { _ in
          "If the value begins with hyphens, write --\(option.name)=\(placeholder)."
        })
    }
    rest.removeFirst()
    return try checked(next)
  }

  /// Matches texts with argument names in order; a repeated argument takes all that are left.
  ///
  /// - Parameters:
  ///   - given: the names of the options that the user gave.
  ///   - configured: the file given with `--config`, which may name the text.
  private func named(
    _ typed: [String], given: Set<String>, configured: ConfigFile?, program: String
  ) throws -> [String: [String]] {
    let usage = "Usage: \(program) \(call)"
    let isLastRepeated = arguments.last?.isRepeated == true
    if typed.count > arguments.count, !isLastRepeated {
      // A text of several words that is not in quotes.
      let isText = arguments.count == 1 && arguments[0].name == "TEXT"
      // A command that reads no file, but a prompt, or writes a file.
      func isFor(_ option: String) -> Bool { arguments.isEmpty && options.contains { $0.name == option } }
      let text = shellQuoted(typed.joined(separator: " "))
      let suggestion =
        if isText {
          "Put the text in quotes: \(program) \(name) \(text)"
        } else if isFor("prompt"), !given.contains("prompt") {
          "Put the text after --prompt: \(program) \(name) --prompt \(text)"
        } else if isFor("out"), !given.contains("out"), typed.count == 1 {
          "Name the output with --out \(text)"
        } else {
          usage
        }
      throw Problem(.usage, "unexpected argument \(quoted(typed[arguments.count]))", suggestion: suggestion)
    }
    let isFileWanted = typed.isEmpty && arguments.first?.name == "FILE"
    let texts = isFileWanted ? configured?.textPaths ?? [] : typed
    if let missing = arguments.dropFirst(texts.count).first(where: \.isRequired) {
      throw Problem(.usage, "\(missing.name) is missing: \(missing.help)", suggestion: usage)
    }
    var named = Dictionary(zip(arguments.map(\.name), texts.map { [$0] })) { first, _ in first }
    if isLastRepeated, texts.count >= arguments.count, let last = arguments.last {
      named[last.name] = Array(texts[(arguments.count - 1)...])
    }
    if let empty = arguments.first(where: { isPath($0.name) && named[$0.name]?.contains("") == true }) {
      throw Problem(.usage, "\(empty.name) must not be empty", suggestion: usage)
    }
    return named
  }
}
