/// Returns text in quotes as JSON writes it: quotes, backslashes and control characters are escaped.
///
/// Quoting a name from a file keeps a message on one line and control characters away from the terminal. Text beyond
/// `limit` Unicode scalars is replaced by three dots.
///
///     quoted("a\n\"b\"")              // "a\n\"b\""
///     quoted("a.long.name", limit: 6)  // "a.long..."
public func quoted(_ text: String, limit: Int = .max) -> String {
  var result = "\""
  for (i, scalar) in text.unicodeScalars.enumerated() {
    if i == limit {
      result += "..."
      break
    }
    switch scalar {
    case "\"", "\\": result += "\\\(scalar)"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case "\0"..<" ", "\u{7F}"..."\u{9F}":
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}

/// Returns text that is safe to send to a terminal: text with control characters, which a terminal would obey, is
/// quoted by ``quoted(_:limit:)``.
///
///     printable("tide")           // tide
///     printable("\u{1B}[31mtide")  // "\u001b[31mtide"
public func printable(_ text: String) -> String {
  text.unicodeScalars.contains { $0.properties.generalCategory == .control } ? quoted(text) : text
}

/// Returns a word as a POSIX shell reads it, so a command that a program suggests can be pasted: unchanged if it has no
/// special characters, and otherwise in quotes.
///
///     shellQuoted("runs/mine")    // runs/mine
///     shellQuoted("my run")       // "my run"
///     shellQuoted("it's $5")      // 'it'\\''s $5'
public func shellQuoted(_ word: String) -> String {
  let plain = word.unicodeScalars.allSatisfy {
    $0.properties.isAlphabetic || ("0"..."9").contains($0) || "/._-+:,@%=".unicodeScalars.contains($0)
  }
  if plain, !word.isEmpty { return word }
  // Inside double quotes these characters keep a meaning for the shell; inside single quotes none does.
  guard word.contains(where: { "\"$`\\!".contains($0) }) else { return "\"\(word)\"" }
  return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
