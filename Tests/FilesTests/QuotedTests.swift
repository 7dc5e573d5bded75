import Files
import Foundation
import Testing

@Test(arguments: [
  ("plain", "\"plain\""), ("", "\"\""), ("a\n\"b\"\\\t\r", #""a\n\"b\"\\\t\r""#),
  ("\0\u{1B}[2J", #""\u0000\u001b[2J""#),
  ("\u{7F}\u{9F}\u{A0}é", "\"\\u007f\\u009f\u{A0}é\""),
])
func quotedTextIsJSONOnOneLine(_ text: String, _ expected: String) throws {
  #expect(quoted(text) == expected)
  #expect(try JSONDecoder().decode(String.self, from: Data(quoted(text).utf8)) == text)
}

@Test func longTextIsTruncated() {
  #expect(quoted("a.long.name", limit: 6) == "\"a.long...\"")
  #expect(quoted("a.long", limit: 6) == "\"a.long\"")
  #expect(quoted("e" + String(repeating: "\u{301}", count: 1000), limit: 3) == "\"e\u{301}\u{301}...\"")
}

@Test(arguments: [
  ("tide", "tide"), ("", ""), ("a \"b\"", "a \"b\""), ("été\u{A0}🌊", "été\u{A0}🌊"),
  ("\u{1B}[31mtide", #""\u001b[31mtide""#),
  ("a\nb", #""a\nb""#), ("a\u{9B}b", #""a\u009bb""#),
])
func terminalControlCharactersAreQuoted(_ text: String, _ expected: String) {
  #expect(printable(text) == expected)
}
