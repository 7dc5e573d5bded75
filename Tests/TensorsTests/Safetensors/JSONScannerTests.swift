import Testing

@testable import Tensors

/// The message about the mistake in a text, or nil if there is none.
private func mistake(_ text: [UInt8], _ read: (inout JSONScanner) throws -> Void) -> String? {
  var scanner = JSONScanner(text)
  do {
    try read(&scanner)
    return nil
  } catch { return (error as? JSONScanner.Mistake)?.message ?? "\(error)" }
}

@Test(arguments: [
  (#""plain""#, "plain"), (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
  (#""\u0041\u00e9\u20AC\u0000""#, "A\u{E9}\u{20AC}\0"), (#""\ud83d\uDE82""#, "\u{1F682}"),
  (#""\uD800\uDC00\uDBFF\uDFFF""#, "\u{10000}\u{10FFFF}"), ("\"Zürich 東京 🚂\u{7F}\"", "Zürich 東京 🚂\u{7F}"),
])
func stringsAreReadAndUnescaped(_ text: String, _ expected: String) throws {
  var scanner = JSONScanner(Array(text.utf8))
  #expect(try scanner.string() == expected)
  #expect(scanner.position == text.utf8.count)
}

@Test(arguments: [
  (#""open"#, "byte 5", "ends inside a string"), (#""a\"#, "byte 3", "ends inside a string"),
  (#""a\x41""#, "byte 2", "escape"), (#""\u12""#, "byte 5", "hexadecimal"), (#""\u12G4""#, "byte 5", "hexadecimal"),
  (#""\ud800""#, "byte 1", "surrogate"), (#""\ud800x""#, "byte 1", "surrogate"), (#""\udc00""#, "byte 1", "surrogate"),
  (#""\ud800\u0041""#, "byte 1", "surrogate"), (#""\ud800\ud800""#, "byte 1", "surrogate"),
  ("\"a\nb\"", "byte 2", "control character"), ("\"a\0b\"", "byte 2", "control character"), ("7", "byte 0", "string"),
])
func invalidStringsAreMistakes(_ text: String, _ place: String, _ word: String) {
  let message = mistake(Array(text.utf8)) { _ = try $0.string() }
  #expect(message?.hasPrefix("\(place): ") == true && message?.contains(word) == true, "\(message ?? "none")")
}

/// Lone and missing continuation bytes, overlong forms, a surrogate, and values beyond Unicode.
@Test(
  arguments: [
    [0x80], [0xC3], [0xC3, 0x28], [0xC0, 0x80], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
    [0xF0, 0x9F, 0x9A], [0xFF], [0xFE],
  ] as [[UInt8]])
func invalidUTF8IsAMistake(_ bytes: [UInt8]) {
  let message = mistake(Array("\"ab".utf8) + bytes + Array("\"".utf8)) { _ = try $0.string() }
  #expect(message == "byte 1: a string that is not UTF-8")
}

@Test(arguments: [("0", 0), ("7", 7), (" \t\r\n42", 42), ("9223372036854775807", Int.max)])
func wholeNumbersAreRead(_ text: String, _ expected: Int) throws {
  var scanner = JSONScanner(Array(text.utf8))
  #expect(try scanner.wholeNumber() == expected)
}

@Test(arguments: [
  ("-1", "negative"), ("-0", "negative"), ("01", "starts with 0"), ("1.0", "fraction"), ("1e2", "exponent"),
  ("1E2", "exponent"), ("9223372036854775808", "above 9223372036854775807"),
  (String(repeating: "9", count: 1000), "above"), ("x", "expected a whole number"), ("", "expected a whole number"),
  ("\"1\"", "expected a whole number"), ("\u{B}1", "expected a whole number"),
])
func numbersThatAreNotWholeAreMistakes(_ text: String, _ word: String) {
  let message = mistake(Array(text.utf8)) { _ = try $0.wholeNumber() }
  #expect(message?.hasPrefix("byte 0: ") == true && message?.contains(word) == true, "\(message ?? "none")")
}

@Test func numberListsAreReadUpToALimit() throws {
  var scanner = JSONScanner(Array("[1, 2,3 ]".utf8))
  #expect(try scanner.wholeNumbers(limit: 3) == [1, 2, 3])
}

@Test(arguments: [
  ("[1,2,3]", "byte 5: more than 2 numbers in a list"), ("[1,]", "byte 3: expected a whole number"),
  ("[1 2]", "byte 3: expected \"]\" or \",\""), ("[1", "byte 2: expected \"]\" or \",\""),
  ("1", "byte 0: expected \"[\""),
])
func invalidNumberListsAreMistakes(_ text: String, _ expected: String) {
  let message = mistake(Array(text.utf8)) { _ = try $0.wholeNumbers(limit: 2) }
  #expect(message == expected)
}

@Test(arguments: [
  "null", "true", "false", "0", "-0.5e+10", "1E-7", "12", #""text""#, "[]", "{}", "[[],{}]",
  #"{"a":[1,{"b":null}],"c":{}}"#,
  " [ 1 , 2 ] ",
])
func anyValueCanBeSkipped(_ text: String) throws {
  var scanner = JSONScanner(Array((text + "|").utf8))
  try scanner.skipValue()
  let isAtEnd = scanner.take("|")
  #expect(isAtEnd)
}

@Test(arguments: [
  "", "nul", "tru", "-", "01", "1.", ".5", "1e", "1e+", "+1", "[1,]", "[,1]", "[1", "{\"a\"}", "{\"a\":}", "{\"a\":1,}",
  "{a:1}", "[1}", "{\"a\":1]", "\"open", "[1 2]", "NaN", "'a'", "\u{FEFF}1",
])
func skippedValuesMustBeValidJSON(_ text: String) {
  let message = mistake(Array(text.utf8)) { try $0.skipValue() }
  #expect(message?.hasPrefix("byte ") == true)
}

@Test(arguments: ["[", #"{"a":"#])
func tooDeepNestingIsAMistakeAndDoesNotOverflowTheStack(_ bracket: String) {
  let deep = mistake(Array(String(repeating: bracket, count: 1_000_000).utf8)) { try $0.skipValue() }
  #expect(deep?.hasSuffix("more than 64 nested brackets") == true, "\(deep ?? "none")")
  let most = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
  let none = mistake(Array(most.utf8)) { try $0.skipValue() }
  #expect(none == nil)
}

@Test func exactlyFourBytesAreWhiteSpace() {
  let spaces = (UInt8.min...UInt8.max).filter { byte in
    var scanner = JSONScanner([byte])
    scanner.skipSpace()
    return scanner.position == 1
  }
  #expect(spaces == [0x09, 0x0A, 0x0D, 0x20])
}
