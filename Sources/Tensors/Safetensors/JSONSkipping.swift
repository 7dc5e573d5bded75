extension JSONScanner {
  /// Skips a value of any kind, which must be valid JSON and not nested too deeply.
  ///
  /// A list of the open brackets replaces recursion.
  mutating func skipValue() throws {
    var isObject: [Bool] = []
    while true {
      if isObject.last == true {
        _ = try string()
        try expect(":")
      }
      let opens = take("{") ? true : take("[") ? false : nil
      if let opensObject = opens {
        if !take(opensObject ? "}" : "]") {
          guard isObject.count < Self.deepest else {
            throw mistake("more than \(Self.deepest) nested brackets")
          }
          isObject.append(opensObject)
          continue
        }
      } else {
        try skipScalar()
      }
      // A value is complete, and perhaps the ones around it are too.
      while let endsObject = isObject.last, !take(",") {
        try expect(endsObject ? "}" : "]", or: " or \",\"")
        isObject.removeLast()
      }
      if isObject.isEmpty { return }
    }
  }

  /// Skips a string, a number, `true`, `false` or `null`.
  private mutating func skipScalar() throws {
    skipSpace()
    if current == UInt8(ascii: "\"") {
      _ = try string()
      return
    }
    for word in ["true", "false", "null"] where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return
    }
    try skipNumber()
  }

  private mutating func skipNumber() throws {
    let start = position
    _ = takeDirectly("-")
    let first = position
    guard skipDigits() > 0 else { throw mistake("expected a value", at: start) }
    if position > first + 1, bytes[first] == UInt8(ascii: "0") {
      throw mistake("a number that starts with 0", at: start)
    }
    if takeDirectly("."), skipDigits() == 0 { throw mistake("a number without digits after the point", at: start) }
    if takeDirectly("e") || takeDirectly("E") {
      if !takeDirectly("+") { _ = takeDirectly("-") }
      guard skipDigits() > 0 else { throw mistake("a number without digits in its exponent", at: start) }
    }
  }

  /// Skips a character if it comes next, without white space before it; returns whether it did.
  private mutating func takeDirectly(_ character: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  /// Skips digits and returns their number.
  private mutating func skipDigits() -> Int {
    let start = position
    while let byte = current, UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte { position += 1 }
    return position - start
  }
}
