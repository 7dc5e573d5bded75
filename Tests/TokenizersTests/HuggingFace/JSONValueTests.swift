import Files
import TestSupport
import Testing

@testable import Tokenizers

struct JSONValueTests {
  private func parse(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }

  @Test func membersKeepTheirOrderAndNamesAreComparedByScalars() throws {
    let value = try parse(#"{"b": 1, "\u00c5": 2, "\u212b": 3, "A\u030a": 4}"#)
    #expect(value.members?.map(\.value.number) == [1, 2, 3, 4])
    #expect(value["\u{212B}"]?.integer == 3 && value["\u{C5}"]?.integer == 2 && value["A\u{30A}"]?.integer == 4)
    #expect(value["a"] == nil)
  }

  @Test func everyKindOfValueIsRead() throws {
    let value = try parse(" [null, true, false, -1.5e2, \"a\\n\\\"\\\\\\/\\b\\f\\r\\t\\ud83d\\ude00é\", {}, []]\n")
    let elements = try #require(value.elements)
    #expect(elements.count == 7 && elements[1].bool == true && elements[2].bool == false)
    #expect(elements[3].number == -150 && elements[3].integer == -150 && elements[3].token == nil)
    #expect(elements[4].text == "a\n\"\\/\u{8}\u{C}\r\t😀é")
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let odd = "\u{0}\u{7F}\u{85}\u{2028}\"\\\u{212B}\u{C5}\u{FEFF}😀</"
    let value = JSONValue.object([
      .init(odd, .string(odd)), .init("n", .array([.number(-0.1), .number(3), .null, .bool(true), .array([])])),
    ])
    let read = try parse(value.document)
    #expect(read.document == value.document)
    #expect(read.members?[0].name.unicodeScalars.elementsEqual(odd.unicodeScalars) == true)
    #expect(read["n"]?.elements?[0].number == -0.1)
  }

  @Test(arguments: [
    ("", "cut short"), ("{", "cut short"), ("[1,", "cut short"), ("\"a", "cut short"), ("\"\\u12", "cut short"),
    ("{\"a\" 1}", "line 1 is not JSON: a colon"), ("[1\n2]", "line 2 is not JSON: a comma"),
    ("[1] 2", "more after the end"), ("\"\\ud83d\"", "escaped character"), ("\"\\x\"", "escaped character"),
    ("\"a\nb\"", "control character"), ("nul", "value is missing"), ("1e999", "value is missing"),
    ("[1,]", "value is missing"),
    (String(repeating: "[", count: 5000), "too deeply"),
  ])
  func whatIsNotJSONIsRefused(text: String, complaint: String) throws {
    #expect(try problem(.badData) { _ = try parse(text) }.message.contains(complaint))
  }

  @Test func bytesThatAreNotUTF8AreRefused() throws {
    #expect(
      try problem(.badData) { _ = try JSONValue(parsing: [0x22, 0xFF, 0x22]) }.message.hasSuffix(
        "the text is not UTF-8"))
  }
}
