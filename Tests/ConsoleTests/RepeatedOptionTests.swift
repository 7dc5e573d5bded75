import Files
import Foundation
import Testing

@testable import Console

private let sample = Command("sample", summary: "write", options: [CommonOptions.stop, layers, CommonOptions.config]) {
  _ in
}

@Test func anOptionThatCanBeRepeatedCollectsItsValues() throws {
  #expect(try sample.parse([], program: "p")[CommonOptions.stop] == [])
  let parsed = try sample.parse(["--stop", "a", "--layers", "2", "--stop=b c", "--stop", "-"], program: "p")
  #expect(parsed[CommonOptions.stop] == ["a", "b c", "-"] && parsed[layers] == 2)
  #expect { try sample.parse(["--layers", "2", "--layers", "3"], program: "p") } throws: {
    "\($0)".contains("given twice")
  }
  #expect { try sample.parse(["--stop"], program: "p") } throws: {
    "\($0)".contains("--stop needs a value: --stop TEXT")
  }
  #expect(sample.help(program: "p").contains("can be given"))
}

@Test func aConfigurationNamesOneValue() throws {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json").path
  try Data(#"{"stop": "x"}"#.utf8).write(to: URL(fileURLWithPath: path))
  defer { try? FileManager.default.removeItem(atPath: path) }
  #expect(try sample.parse(["--config", path], program: "p")[CommonOptions.stop] == ["x"])
}

@Test(arguments: [
  (#"\n\n"#, "\n\n"), (#"a\tb"#, "a\tb"), (#"\\n"#, #"\n"#), (#"\d"#, #"\d"#), (#"end\"#, #"end\"#), ("", ""),
  ("é", "é"),
])
func escapesInAStopTextAreReplaced(text: String, expected: String) {
  #expect(CommonOptions.unescaped(text) == expected)
}
