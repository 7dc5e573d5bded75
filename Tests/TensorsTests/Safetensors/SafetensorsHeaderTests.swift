import Files
import Testing

@testable import Tensors

/// The description of a tensor in the header.
private func entry(_ type: String, _ shape: String, _ offsets: String) -> String {
  #"{"dtype":"\#(type)","shape":[\#(shape)],"data_offsets":[\#(offsets)]}"#
}

/// The same for an F32.
private func entry(_ shape: String, _ offsets: String) -> String { entry("F32", shape, offsets) }

/// The problem that opening this file throws, or nil.
private func problem(_ file: SafetensorsFile) -> Problem? {
  let bytes = file.bytes
  do {
    _ = try SafetensorsHeader(path: "x/bad.safetensors", fileSize: bytes.count) { Array(bytes[$0]) }
    return nil
  } catch { return error as? Problem }
}

/// Invalid headers, the number of bytes that follow them, and what the message must contain.
private let badHeaders: [(header: String, bytes: Int, message: String)] = [
  // Not a header at all.
  ("not json", 0, "byte 8: its header is not a JSON object"),
  ("[1, 2]", 0, "byte 8: its header is not a JSON object"),
  (" []", 0, "byte 9: its header is not a JSON object"),
  (" ", 0, "byte 9: its header is not a JSON object"),
  ("\u{FEFF}{}", 0, "byte 8: its header is not a JSON object"),
  (String(repeating: "[", count: 100_000), 0, "byte 8: its header is not a JSON object"),
  ("{", 0, "byte 9: expected a string"),
  ("{}}", 0, "byte 10: unexpected data after the header's last bracket"),
  ("{}\nx", 0, "byte 11: unexpected data after the header's last bracket"),
  ("{}\u{B}", 0, "byte 10: unexpected data after the header's last bracket"),
  ("{}  \0", 0, "byte 12: unexpected data after the header's last bracket"),
  (#"{"a":\#(entry("1", "0,4")),}"#, 4, #"byte 62: expected a string"#),
  (#"{"a":\#(entry("1", "0,4"))"#, 4, #"byte 61: expected "}" or ",""#),
  // Duplicate names.
  (#"{"a":\#(entry("1", "0,4")),"\u0061":\#(entry("1", "4,8"))}"#, 8, #"byte 62: tensor "a" appears twice"#),
  (#"{"__metadata__":{},"__metadata__":{}}"#, 0, #"byte 27: tensor "__metadata__" appears twice"#),
  (#"{"__metadata__":{"k":"1","k":"2"}}"#, 0, #"byte 33: "k" appears twice in "__metadata__""#),
  (#"{"a":{"dtype":"F32","dtype":"F32"}}"#, 0, #"tensor "a", byte 28: "dtype" appears twice"#),
  (#"{"a":{"shape":[1],"shape":[1]}}"#, 0, #"tensor "a", byte 26: "shape" appears twice"#),
  (#"{"a":{"data_offsets":[0,4],"data_offsets":[0,4]}}"#, 0, #"tensor "a", byte 35: "data_offsets" appears twice"#),
  (#"{"a":{"more":1,"more":1}}"#, 0, #"tensor "a", byte 23: "more" appears twice"#),
  // Metadata that are not strings.
  (#"{"__metadata__":{"k":1}}"#, 0, "byte 29: expected a string"),
  (#"{"__metadata__":nul}"#, 0, #"byte 24: expected "{""#),
  (#"{"__metadata__":{"k":null}}"#, 0, "byte 29: expected a string"),
  (#"{"__metadata__":null,"__metadata__":null}"#, 0, #"byte 29: tensor "__metadata__" appears twice"#),
  // Descriptions with missing or wrong members.
  (#"{"a":5}"#, 0, #"tensor "a", byte 13: expected "{""#),
  (#"{"a":{"shape":[1],"data_offsets":[0,4]}}"#, 4, #"tensor "a" has no "dtype""#),
  (#"{"a":{"dtype":"F32","data_offsets":[0,4]}}"#, 4, #"tensor "a" has no "shape""#),
  (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, #"tensor "a" has no "data_offsets""#),
  (#"{"a":{"dtype":32,"shape":[1],"data_offsets":[0,4]}}"#, 4, #"tensor "a", byte 22: expected a string"#),
  (#"{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}"#, 4, #"tensor "a", byte 36: expected "[""#),
  (#"{"a":{"x":[1,}}}"#, 0, #"tensor "a", byte 21: expected a value"#),
  (#"{"a":{"x":\#(String(repeating: "[", count: 1000))"#, 0, #"more than 64 nested brackets"#),
  (#"{"a":\#(entry("F33", "1", "0,4"))}"#, 4, #"tensor "a" has the unknown type "F33""#),
  (#"{"a":\#(entry("f32", "1", "0,4"))}"#, 4, #"tensor "a" has the unknown type "f32""#),
  (#"{"a\n\u001b[2J":\#(entry("F33", "1", "0,4"))}"#, 4, #"tensor "a\n\u001b[2J" has the unknown type"#),
  // Invalid numbers.
  (#"{"a":\#(entry("-1", "0,4"))}"#, 4, #"tensor "a", byte 37: a negative number"#),
  (#"{"a":\#(entry("1.0", "0,4"))}"#, 4, #"tensor "a", byte 37: a number with a fraction"#),
  (#"{"a":\#(entry("1e0", "0,4"))}"#, 4, #"tensor "a", byte 37: a number with a fraction or an exponent"#),
  (#"{"a":\#(entry("01", "0,4"))}"#, 4, #"tensor "a", byte 37: a number that starts with 0"#),
  (#"{"a":\#(entry("9223372036854775808", "0,4"))}"#, 4, #"tensor "a", byte 37: a number above"#),
  (#"{"a":\#(entry("1", "-4,0"))}"#, 4, #"tensor "a", byte 56: a negative number"#),
  (#"{"a":\#(entry("1", "0,99999999999999999999"))}"#, 4, #"tensor "a", byte 58: a number above"#),
  (#"{"a":\#(entry("1,".repeated(8) + "1", "0,4"))}"#, 4, #"more than 8 numbers in a list"#),
  (#"{"a":\#(entry("1", "0"))}"#, 4, #"tensor "a" has 1 offsets, not 2"#),
  (#"{"a":\#(entry("1", "0,4,4"))}"#, 4, #"tensor "a" has 3 offsets, not 2"#),
  // Offsets that contradict the shape, the file or each other.
  (
    #"{"x":\#(entry("2,3", "0,20"))}"#, 20,
    #"tensor "x" of shape (2, 3) needs 24 bytes as F32, but its offsets span 20"#
  ),
  (#"{"x":\#(entry("BF16", "2,3", "0,24"))}"#, 24, #"needs 12 bytes as BF16, but its offsets span 24"#),
  (#"{"x":\#(entry("0", "0,4"))}"#, 4, #"tensor "x" of shape (0,) needs 0 bytes as F32, but its offsets span 4"#),
  (#"{"x":\#(entry("F4", "3", "0,2"))}"#, 2, #"tensor "x" of shape (3,) does not fill whole bytes as F4"#),
  (#"{"x":\#(entry("1", "4,0"))}"#, 4, #"tensor "x" ends at byte 0, before its start at 4"#),
  (#"{"x":\#(entry("2", "0,8"))}"#, 4, #"tensor "x" takes bytes 0 to 8, but only 4 bytes follow the header"#),
  (
    #"{"x":\#(entry("4611686018427387904,4", "0,0"))}"#, 0,
    #"tensor "x" has the impossible shape (4611686018427387904, 4)"#
  ),
  (#"{"x":\#(entry("0,4611686018427387904,4", "0,0"))}"#, 0, "has the impossible shape"),
  (#"{"x":\#(entry("4611686018427387904,4,0", "0,0"))}"#, 0, "has the impossible shape"),
  (#"{"x":\#(entry("9223372036854775807,2,2", "0,0"))}"#, 0, "has the impossible shape"),
  (#"{"a":\#(entry("1", "0,4")),"b":\#(entry("1", "0,4"))}"#, 4, #"overlaps tensor"#),
  (#"{"a":\#(entry("2", "0,8")),"b":\#(entry("2", "4,12"))}"#, 12, #"tensor "b" overlaps tensor "a""#),
  (#"{"a":\#(entry("3", "0,12")),"b":\#(entry("1", "4,8"))}"#, 12, #"tensor "b" overlaps tensor "a""#),
  (#"{"a":\#(entry("2", "0,8")),"b":\#(entry("0", "4,4"))}"#, 8, #"tensor "b" overlaps tensor "a""#),
  (#"{"a":\#(entry("1", "4,8"))}"#, 8, #"there is a gap of 4 bytes before tensor "a""#),
  (#"{"a":\#(entry("1", "0,4")),"b":\#(entry("1", "8,12"))}"#, 12, #"there is a gap of 4 bytes before tensor "b""#),
  (#"{"a":\#(entry("1", "0,4"))}"#, 12, "its tensors take 4 bytes, but 12 bytes follow the header"),
  ("{}", 1, "its tensors take 0 bytes, but 1 bytes follow the header"),
]

extension String {
  fileprivate func repeated(_ count: Int) -> String { String(repeating: self, count: count) }
}

@Test(arguments: badHeaders.indices)
func anInvalidHeaderIsRejectedWithAMessageThatSaysWhy(_ i: Int) {
  let problem = problem(SafetensorsFile(badHeaders[i].header, data: [UInt8](repeating: 0, count: badHeaders[i].bytes)))
  #expect(problem?.kind == .badData)
  let message = problem?.message ?? "nothing"
  #expect(message.hasPrefix("x/bad.safetensors is not a valid safetensors file: "), "\(message)")
  #expect(message.contains(badHeaders[i].message), "\(message)")
  #expect(message.count < 300 && !message.contains("\n"), "\(message)")
}

@Test func veryLongNamesAreTruncatedInMessages() {
  let long = "n".repeated(100_000)
  let message =
    problem(SafetensorsFile(#"{"\#(long)":\#(entry(long, "1", "0,4"))}"#, data: [0, 0, 0, 0]))?.message ?? ""
  #expect(message.contains("nnn...\"") && message.count < 300)
}

@Test(
  arguments: [
    (0, "no bytes"), (1, "byte 9"), (3, "3 bytes, more than the file"),
    (1 << 40, "1099511627776 bytes, more than the file"),
    (UInt64.max, "18446744073709551615 bytes, more than the file"),
    (UInt64(Int64.max), "9223372036854775807 bytes, more than the file"),
  ] as [(UInt64, String)])
func aWrongHeaderLengthIsRejected(_ length: UInt64, _ words: String) {
  let problem = problem(SafetensorsFile("{}", length: length))
  #expect(problem?.kind == .badData && problem?.message.contains(words) == true, "\(problem?.message ?? "")")
}

@Test func aHeaderAbove100MBIsRejectedWithoutReadingIt() {
  var asked: [Range<Int>] = []
  let problem = #expect(throws: Problem.self) {
    try SafetensorsHeader(path: "x", fileSize: 200_000_000) { range in
      asked.append(range)
      return [1, 0xE1, 0xF5, 0x05, 0, 0, 0, 0]
    }
  }
  #expect(
    problem?.message == "x is not a valid safetensors file: its header has 100000001 bytes, more than any model needs")
  #expect(asked == [0..<8])
}

@Test func aFileTruncatedAnywhereIsRejected() throws {
  let file = SafetensorsFile(
    #"{"a":\#(entry("3", "0,12")),"b":\#(entry("2", "12,20"))}"#, data: [UInt8](repeating: 1, count: 20))
  let whole = file.bytes
  for count in 0..<whole.count {
    let problem = #expect(throws: Problem.self) {
      try SafetensorsHeader(path: "x", fileSize: count) { Array(whole[..<count][$0]) }
    }
    #expect(problem?.kind == .badData)
    if count < 8 { #expect(problem?.message.hasSuffix("it has only \(count) bytes") == true) }
  }
}

@Test func everythingTheFormatAllowsIsRead() throws {
  let header = """
    {"z":{"data_offsets":[0, 0],"shape":[0, 7],"dtype":"F32"}, "later" : {"dtype":"F16","shape":[2],\
    "data_offsets":[12,16]},\t"a":{"dtype":"F32","new":[1,{"deep":[null,"\\u00e9"]}],"shape":[],"data_offsets":[0,4]},\
    "__metadata__":{"format":"pt","k":""},\r\n"\\ud83d\\ude82":{"dtype":"I64","shape":[1,1],"data_offsets":[4,12]}}   
    """
  let bytes = SafetensorsFile(header, data: [UInt8](repeating: 0, count: 16)).bytes
  let read = try SafetensorsHeader(path: "x", fileSize: bytes.count) { Array(bytes[$0]) }
  #expect(read.entries.map(\.name) == ["z", "a", "\u{1F682}", "later"])
  #expect(read.entries.map(\.shape) == [[0, 7], [], [1, 1], [2]])
  #expect(read.entries.map(\.type) == [.f32, .f32, .i64, .f16])
  #expect(read.entries.map(\.range) == [0..<0, 0..<4, 4..<12, 12..<16])
  #expect(read.metadata == ["format": "pt", "k": ""])
  #expect(read.size == 8 + header.utf8.count)
}

/// What the specification does not allow and Hugging Face's library reads all the same.
@Test func whiteSpaceAroundTheHeaderAndNullMetadataAreRead() throws {
  let object = #"{"__metadata__" : null , "a":\#(entry("1", "0,4"))}"#
  for (before, after) in [("", ""), (" ", ""), ("\n\t\r ", "\n"), ("", " \r\n\t")] {
    let file = SafetensorsFile(before + object + after, data: [0, 0, 0x80, 0x3F])
    try file.withPath { path in
      let read = try Safetensors(path), tensor = Tensor.zeros([1])
      try read.read("a", into: tensor)
      #expect(read.metadata.isEmpty && read.names == ["a"] && tensor.elements == [1])
    }
  }
}

@Test func eightAxesAndStrangeButPossibleShapesAreRead() throws {
  for (shape, offsets) in [("1,".repeated(7) + "1", "0,4"), ("9223372036854775807,0", "0,0")] {
    let type = offsets == "0,0" ? "F4" : "F32"
    let file = SafetensorsFile(#"{"a":\#(entry(type, shape, offsets))}"#, data: offsets == "0,0" ? [] : [0, 0, 0, 0])
    if type == "F32" {
      #expect(problem(file) == nil)
    } else {
      #expect(problem(file)?.message.contains("impossible") == true)
    }
  }
  #expect(problem(SafetensorsFile(#"{"a":\#(entry("288230376151711743,0", "0,0"))}"#)) == nil)
}

/// "é" as one scalar and as two: equal in Swift, but different bytes in the format.
@Test func namesThatOnlyLookAlikeAreNotDuplicates() throws {
  let description = #"{"dtype":"F32","\u00e9":1,"e\u0301":2,"shape":[1],"data_offsets":[0,4]}"#
  let file = SafetensorsFile(
    #"{"__metadata__":{"\u00e9":"first","e\u0301":"second"},"a":\#(description)}"#, data: [0, 0, 0, 0])
  #expect(problem(file) == nil)
  #expect(try file.withPath { try Safetensors($0).metadata } == ["\u{E9}": "first"])
}
