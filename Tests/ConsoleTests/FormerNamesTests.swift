import Files
import Testing

@testable import Console

private let embedding = Option("embedding", default: 100, help: "dimensions", in: 1...).formerly("dimensions", "dims")
private let command = Command("train", summary: "", options: [embedding]) { _ in }

@Test(arguments: ["--dimensions", "--dims"]) func aFormerNameWorksWithARemark(name: String) throws {
  let parsed = try command.parse([name, "50"], program: "p")
  #expect(parsed[embedding] == 50 && parsed.remarks == ["\(name) is now called --embedding"])
}

@Test func thePresentNameNeedsNoRemark() throws {
  #expect(try command.parse(["--embedding=50"], program: "p").remarks.isEmpty)
}

@Test func bothNamesAreOneOption() {
  #expect(throws: Problem(.usage, "--embedding is given twice")) {
    try command.parse(["--dims", "5", "--embedding", "5"], program: "p")
  }
}

@Test func helpShowsOnlyThePresentName() {
  #expect(!command.help(program: "p").contains("dims"))
}
