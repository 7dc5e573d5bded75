import Testing

@testable import Console

@Test func keysReturnTypedValues() throws {
  let parsed = try parse(
    "a.txt", "--layers", "7", "--learning-rate", "3e-4", "--dropout", ".5", "--smoothing", "witten-bell",
    "--preset", "large", "--prompt", "To be", "--top-k", "40", "--json")
  #expect(parsed[file] == "a.txt")
  #expect(parsed[layers] == 7)
  #expect(parsed[rate] == 3e-4)
  #expect(parsed[dropout] == 0.5)
  #expect(parsed[smoothing] == .wittenBell)
  #expect(parsed[preset] == "large")
  #expect(parsed[prompt] == "To be")
  #expect(parsed[topK] == 40)
  #expect(parsed[json])
}

@Test func missingOptionsHaveTheirDefaults() throws {
  let parsed = try parse("a.txt")
  #expect(parsed[layers] == 4)
  #expect(parsed[rate] == 1e-3)
  #expect(parsed[dropout] == 0)
  #expect(parsed[smoothing] == .kneserNey)
  #expect(parsed[preset] == "small")
  #expect(parsed[prompt] == "\n")
  #expect(parsed[topK] == nil)
  #expect(!parsed[json])
  #expect(parsed[other] == nil)
}

@Test func isGivenDistinguishesADefaultFromTheSameValueTyped() throws {
  let parsed = try parse("a.txt", "--layers", "4", "--json")
  #expect(parsed.isGiven(layers))
  #expect(parsed.isGiven(json))
  #expect(!parsed.isGiven(steps))
  #expect(!parsed.isGiven(topK))
}

@Test func keysThatTheCommandDoesNotListReturnTheirDefaults() throws {
  let parsed = try parse("a.txt", "--layers", "7")
  #expect(parsed[Option("heads", default: 3, help: "")] == 3)
  #expect(parsed[Option("layers", default: "text", help: "of another type")] == "text")
  #expect(parsed[Argument("WORD", help: "")] == "")
}
