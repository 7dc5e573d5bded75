import Foundation
import TestSupport
import Testing

struct CleanTests {
  @Test func thePagesOfThisProjectAreCleaned() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program("clean", data("web-pages.txt"), "--out", "clean.txt", "--languages", "en")
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.figures["documents"] == 16 && result.figures["documents_left"] == 10)
    let text = try program.text("clean.txt")
    #expect(text.components(separatedBy: "\n\n").count == 10 && text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    #expect(result.figures["bytes_left"] == Double(text.utf8.count - 9 * 2 - 1))
    for words in ["near-duplicates:\n  removed ", "language fr", "\"ada.fenwick@example.com\", \"555-0143\""] {
      #expect(result.output.contains(words), "\(words)")
    }
    #expect(result.errors.contains("Next:  swift run char-gpt train clean.txt"))
    // Once more, nothing changes.
    let again = try program("clean", "clean.txt", "--out", "again.txt", "--languages", "en", "--quiet")
    #expect(again.errors.isEmpty && again.figures["documents_left"] == 10)
    #expect(try program.text("again.txt") == text)
  }

  @Test func theReportNeverReplacesTheText() throws {
    let program = try Program()
    defer { program.remove() }
    try program.write("a page\n", to: "page.txt")
    for (out, report) in [("same.txt", "same.txt"), ("folder", "folder/report.json")] {
      let result = try program(
        "clean", "page.txt", "--documents", "file", "--apply", "control", "--out", out, "--report", report)
      #expect(result.status == 64 && result.errors.contains("--report"), "\(result.errors)")
      #expect(!FileManager.default.fileExists(atPath: program.file(out).path))
    }
  }

  @Test func threadsDoNotMatter() throws {
    let program = try Program()
    defer { program.remove() }
    var outputs: [String] = []
    for threads in ["1", "2", "5"] {
      let result = try program(
        "clean", data("tern-valley.txt"), "--out", "\(threads).txt", "--threads", threads, "--json", "--quiet")
      outputs.append(result.output.replacing("\(threads).txt", with: "") + (try program.text("\(threads).txt")))
    }
    #expect(outputs[0].utf8.count > 100_000 && Set(outputs).count == 1)
  }

  @Test func aFolderBecomesAFolder() throws {
    let program = try Program()
    defer { program.remove() }
    try FileManager.default.createDirectory(at: program.file("pages/old"), withIntermediateDirectories: true)
    try program.write("one\u{7} page\n\nwith two parts\n", to: "pages/a.txt")
    try program.write("another page\n", to: "pages/old/b.txt")
    try program.write("one page\n\nwith two parts\n", to: "pages/z.txt")
    let steps = ["--apply", "control,duplicates"]
    #expect(try program.run(["clean", "pages/", "--out", "clean", "--json"] + steps).status == 0)
    #expect(try program.contents().filter { $0.hasPrefix("clean") } == ["clean", "clean/a.txt", "clean/old-b.txt"])
    #expect(try program.text("clean/a.txt") == "one page\n\nwith two parts\n")
    #expect(try program.text("clean/old-b.txt") == "another page\n")
    // All into one file, by paragraphs.
    let result = try program.run(["clean", "pages", "--out", "all.txt", "--documents", "paragraph"] + steps)
    #expect(result.figures["documents"] == 5 && result.figures["documents_left"] == 3)
    #expect(try program.text("all.txt") == "one page\n\nwith two parts\n\nanother page\n")
    // Without --overwrite, a folder with files is refused; with it, other files in it stay.
    try program.write("kept", to: "clean/notes.md")
    let refused = try program.run(["clean", "pages", "--out", "clean"] + steps)
    #expect(refused.status == 73 && refused.errors.contains("--overwrite"))
    #expect(try program.run(["clean", "pages", "--out", "clean", "--overwrite"] + steps).status == 0)
    #expect(
      try program.contents().filter { $0.hasPrefix("clean/") } == ["clean/a.txt", "clean/notes.md", "clean/old-b.txt"])
  }

  @Test func linesComeOutAsLines() throws {
    let program = try Program()
    defer { program.remove() }
    let result = try program.run(
      ["clean", "-", "--out", "out.txt", "--documents", "line", "--apply", "duplicates"], input: "a\nb\n\na\nc")
    #expect(result.status == 0 && result.figures["documents_left"] == 3)
    #expect(try program.text("out.txt") == "a\nb\nc\n")
  }

  @Test func theReportIsAFileToo() throws {
    let program = try Program()
    defer { program.remove() }
    let arguments = ["clean", data("web-pages.txt"), "--out", "out.txt", "--count", "1"]
    let result = try program.run(arguments + ["--report", "report.json", "--json"])
    let printed = try object(result.output), written = try object(program.text("report.json"))
    #expect(printed["out"] as? String == "out.txt")
    for key in ["steps", "documents_read", "bytes_written"] {
      #expect(printed[key] as? NSObject == written[key] as? NSObject && printed[key] != nil)
    }
    let steps = try #require(written["steps"] as? [[String: Any]])
    #expect(
      steps.map { $0["name"] as? String } == [
        "control", "unicode", "private", "boilerplate", "repetition", "gibberish", "duplicates", "near-duplicates",
      ])
    #expect(steps.allSatisfy { ($0["examples"] as? [Any]).map { $0.count <= 1 } ?? false })
  }

  @Test func aModelOfNgramJudgesGibberish() throws {
    let program = try Program()
    defer { program.remove() }
    let ngram = Program("ngram", in: program)
    #expect(try ngram("train", data("tern-valley.txt"), "--out", "model", "--quiet").status == 0)
    let result = try program(
      "clean", data("web-pages.txt"), "--out", "out.txt", "--apply", "boilerplate,gibberish", "--model", "model")
    #expect(result.output.contains("bits per character: \"Xqv zrtk"), "\(result.output)")
    try program.expectRefusal(
      WrongCommand("clean model/config.json --out new.txt --apply gibberish --model nowhere", 66, "nowhere"),
      leaving: ["new.txt"])
  }

  @Test func aSampleTeachesALanguage() throws {
    let program = try Program()
    defer { program.remove() }
    let latin = """
      Agricola in agro laborat, et filia eius aquam de fonte portat. Puer parvus canem suum vocat, sed canis non venit,
      quia feles in arbore sedet. Mater cenam parat et filios ad mensam vocat. Omnes laeti sunt, nam hodie amicus ex urbe
      venit. Post cenam pater fabulam longam de nautis et insulis narrat, dum liberi dormiunt.
      """
    try program.write(latin, to: "latin.txt")
    try program.write(
      "Nauta cum amicis suis ad insulam navigat et puellam parvam prope fontem videt.\n\n"
        + "The sailor and his friends sail to the island and see a small girl near the well.\n", to: "text.txt")
    let result = try program(
      "clean", "text.txt", "--out", "out.txt", "--apply", "language", "--languages", "la", "--language-sample",
      "la=latin.txt")
    #expect(result.status == 0, "\(result.errors)")
    #expect(try program.text("out.txt").hasPrefix("Nauta") && result.figures["documents_left"] == 1)
  }

  @Test(arguments: [
    WrongCommand("clean", 64, "FILE"), WrongCommand("clean text.txt", 64, "--out"),
    WrongCommand("clean nowhere.txt --out new.txt", 66, "nowhere.txt"),
    WrongCommand("clean empty.txt --out new.txt", 65, "empty.txt", "empty"),
    WrongCommand("clean blank.txt --out new.txt", 65, "blank lines"),
    WrongCommand("clean bytes.txt --out new.txt", 65, "bytes.txt", "0xFF", "--lossy"),
    WrongCommand("clean text.txt --out new.txt --apply spelling", 64, "spelling", "near-duplicates"),
    WrongCommand("clean text.txt --out new.txt --apply unicode,unicode", 64, "twice"),
    WrongCommand("clean text.txt --out new.txt --apply ,", 64, "empty"),
    WrongCommand("clean text.txt --out new.txt --apply language", 64, "--languages"),
    WrongCommand("clean text.txt --out new.txt --apply unicode --bands 3", 64, "--bands", "near-duplicates"),
    WrongCommand("clean text.txt --out new.txt --languages xx", 64, "xx", "--language-sample"),
    WrongCommand("clean text.txt --out new.txt --language-sample nl", 64, "nl=dutch.txt"),
    WrongCommand("clean text.txt --out new.txt --language-sample nl=nowhere.txt", 66, "nowhere.txt"),
    WrongCommand("clean text.txt --out new.txt --similarity 2", 64, "--similarity"),
    WrongCommand("clean text.txt --out text.txt --overwrite", 73, "text.txt", "input"),
    WrongCommand("clean text.txt --out report.json", 73, "report.json"),
    WrongCommand("clean text.txt --out new.txt --report report.json", 73, "report.json", "--overwrite"),
    WrongCommand("clean text.txt --out new.txt --languages fr", 65, "no document is left", "language en"),
    WrongCommand("clean - --out new.txt", 64, "standard input", "boilerplate"),
    WrongCommand("clean here there --out new", 64, "here/a.txt", "there/a.txt", "a.txt"),
    WrongCommand("clean here --out here/new", 73, "overlap"),
    WrongCommand("clean here --out . --overwrite", 73, "overlap"),
  ])
  func wrongCommandsAreRefused(command: WrongCommand) throws {
    let program = try Program()
    defer { program.remove() }
    try program.write("The ferry waits for the tide, and the tide waits for nobody at all.\n", to: "text.txt")
    try program.write("", to: "empty.txt")
    try program.write(" \n\n", to: "blank.txt")
    try program.write("kept", to: "report.json")
    try Data([0x41, 0xFF, 0x42]).write(to: program.file("bytes.txt"))
    for folder in ["here", "there"] {
      try FileManager.default.createDirectory(at: program.file(folder), withIntermediateDirectories: true)
      try program.write("one\n", to: "\(folder)/a.txt")
    }
    let before = try program.contents()
    try program.expectRefusal(command, leaving: ["new", "new.txt", "new.txt.partial"])
    #expect(try program.contents() == before && program.text("report.json") == "kept")
    #expect(try program.text("text.txt").hasPrefix("The ferry"))
  }

  @Test func invalidBytesAreReplacedIfAsked() throws {
    let program = try Program()
    defer { program.remove() }
    try Data("one ".utf8 + [0xFF] + " two\n".utf8).write(to: program.file("bytes.txt"))
    let result = try program("clean", "bytes.txt", "--out", "out.txt", "--lossy")
    #expect(result.status == 0 && result.errors.contains("U+FFFD"))
    #expect(try program.text("out.txt") == "one \u{FFFD} two\n")
  }

  @Test func aSignalLeavesNothing() throws {
    let program = try Program()
    defer { program.remove() }
    let line = "The ferry waits for the tide, and the tide waits for nobody at all, number "
    try program.write((0..<400_000).map { "\(line)\($0)\n" }.joined(), to: "long.txt")
    let running = try program.start(["clean", "long.txt", "--out", "out.txt", "--documents", "line"])
    #expect(running.reaches { (try? program.contents().contains("out.txt.partial")) == true })
    #expect(running.kill(SIGINT))
    let result = try running.wait()
    #expect(result.status == 130 && result.errors.contains("Nothing was written"), "\(result.errors)")
    #expect(try program.contents() == ["long.txt"])
  }
}
