import Testing

@testable import Console

private let first = Argument("FIRST", help: "the first")
private let rest = Argument.repeated("REST", help: "all others")
private let count = Command("count", summary: "count words", arguments: [first, rest], options: [layers]) { _ in }

@Test func aRepeatedArgumentTakesAllRemainingWords() throws {
  let one = try count.parse(["a", "b"], program: "p")
  #expect(one[first] == "a" && one[rest] == ["b"])
  let many = try count.parse(["a", "b", "--layers", "2", "c", "--", "-d"], program: "p")
  #expect(many[first] == "a" && many[rest] == ["b", "c", "-d"] && many[layers] == 2)
}

@Test func aRepeatedArgumentIsNeededAtLeastOnce() {
  #expect { try count.parse(["a"], program: "p") } throws: { "\($0)".contains("REST is missing") }
  #expect(count.help(program: "p").hasPrefix("usage: p count FIRST REST ... [--option value ...]\n"))
}
