import TestSupport
import Testing

struct StatsTests {
  @Test func figuresAndLanguagesAreShown() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program("stats", data("web-pages.txt"))
    #expect(result.figures["documents"] == 16 && result.figures["duplicate_lines"] == 48)
    for language in ["en", "fr", "de"] { #expect(result.output.contains("\n\(language)  ")) }
    let json = try object(program("stats", data("web-pages.txt"), "--json").output)
    #expect(json["documents"] as? Int == 16 && json["characters"] as? Int == 6246)
    let languages = try #require(json["languages"] as? [[String: Any]])
    #expect(languages.first?["name"] as? String == "en")
    #expect(languages.reduce(0) { $0 + ($1["documents"] as? Int ?? 0) } == 16)
  }

  @Test func whatADocumentIsCanBeChosen() throws {
    let program = try Program()
    defer { program.remove() }
    try program.write("a\nb\n\nc\n\na\n", to: "one.txt")
    try program.write("d\n", to: "two.txt")
    for (arguments, documents) in [
      (["one.txt"], 3), (["one.txt", "--documents", "file"], 1), (["one.txt", "--documents", "line"], 4),
      (["one.txt", "two.txt"], 2), (["."], 2), (["one.txt", "two.txt", "--documents", "paragraph"], 4),
    ] as [([String], Double)] {
      #expect(try program.run(["stats"] + arguments).figures["documents"] == documents, "\(arguments)")
    }
  }

  @Test(arguments: [
    WrongCommand("stats", 64, "FILE"), WrongCommand("stats nowhere.txt", 66, "nowhere.txt"),
    WrongCommand("stats . --documents page", 64, "page", "paragraph"),
  ])
  func wrongCommandsAreRefused(command: WrongCommand) throws {
    let program = try Program()
    defer { program.remove() }
    try program.expectRefusal(command)
  }
}
