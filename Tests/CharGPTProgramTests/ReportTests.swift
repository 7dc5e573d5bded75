import Foundation
import TestSupport
import Testing

/// Two runs of one text; its name and its words would do something on a page if they were not escaped.
private let reported: Program = {
  do {
    let program = try Program()
    try program.write(smallText() + String(repeating: "<script>alert(1)</script> </script> <!-- ", count: 40), to: name)
    for (folder, rate) in [("runs/slow", "0.0005"), ("runs/fast", "0.01")] {
      let result = try program.run(
        ["train", name, "--out", folder, "--steps", "20", "--evaluate-every", "5", "--quiet", "--floor", "0.5"]
          + ["--learning-rate", rate, "--accumulate", folder == "runs/slow" ? "2" : "1"] + tinyShape)
      precondition(result.status == 0, result.errors)
    }
    return program
  } catch {
    fatalError("\(error)")
  }
}()
private let name = "<script>alert(2)<!--.txt"

struct ReportTests {
  @Test func aRunWritesItsOwnReportAndReportWritesItAnew() throws {
    let page = try reported.text("runs/slow/report.html")
    for words in ["20 steps", "parameters", "step 20", "char-gpt train --config runs/slow/config.json", "seed 1337"] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(page.contains("batches of 4 windows, 2 batches per update;"))
    #expect(try !reported.text("runs/fast/report.html").contains("batches per update"))
    #expect(page.contains("\"name\":\"floor\",\"value\":0.346574"))
    #expect(page.components(separatedBy: "\"name\":\"step ").count == 1 + 5, "a sample per evaluation")
    let result = try reported("report", "runs/slow", "--out", "again.html")
    #expect(result.status == 0 && result.output.hasPrefix("again.html: "), "\(result.errors)")
    // The metrics of a finished run are those of its file, which rounds the times.
    let again = try reported.text("again.html")
    #expect(again.components(separatedBy: "id=\"samples\"").last == page.components(separatedBy: "id=\"samples\"").last)
    #expect(try reported("report", "runs/slow", "--out", "again.html").status == 73)
    #expect(try reported("report", "runs/slow", "--out", "again.html", "--overwrite").status == 0)
    // The run's own page is renewed, as the run itself does it.
    let answer = try object(reported("report", "runs/slow", "--json").output)
    #expect(answer["out"] as? String == "runs/slow/report.html" && answer["bytes"] as? Int == again.utf8.count)
    #expect(try reported.text("runs/slow/report.html") == again)
  }

  @Test func theLossOfAnNGramIsMarked() throws {
    let result = try reported("report", "runs/fast", "--order", "3", "--out", "marked.html", "--overwrite")
    #expect(result.status == 0, "\(result.errors)")
    let page = try reported.text("marked.html")
    let match = try #require(page.firstMatch(of: /"name":"3-gram","value":([0-9.]+)/))
    // The text repeats, so counts predict it far better than a guess among its characters.
    #expect((0.01..<2).contains(try #require(Double(match.1))))
    #expect(page.contains("the 3-gram, reach "))
  }

  @Test func aComparisonIsATableAPageOrAPicture() throws {
    let table = try reported("compare", "runs/slow", "runs/fast")
    #expect(table.status == 0 && table.output.contains("learning-rate") && table.output.contains("0.0005"))
    #expect(table.output.contains("fast has the lowest validation loss"))
    #expect(try reported("compare", "runs/slow", "runs/fast", "--out", "both.html", "--overwrite").status == 0)
    #expect(try reported("compare", "runs/slow", "runs/fast", "--out", "both.svg", "--overwrite").status == 0)
    #expect(try reported.text("both.svg").components(separatedBy: "<polyline").count == 3)
    #expect(try reported.text("both.html").contains("<th scope=\"row\">learning-rate</th>"))
    let answer = try object(reported("compare", "runs/slow", "runs/fast", "--json").output)
    #expect((answer["runs"] as? [[String: Any]])?.count == 2)
  }

  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func hostileTextDoesNothing() throws {
    #expect(try reported("compare", "runs/slow", "runs/fast", "--out", "seen.html", "--overwrite").status == 0)
    for (file, charts) in [("runs/slow/report.html", 4), ("seen.html", 5)] {
      let view = try Browser.open(
        reported.file(file),
        script: "document.body.append('charts: ' + document.querySelectorAll('figure.chart > svg').length)")
      #expect(view.complaints == [])
      #expect(view.document.contains("charts: \(charts)"), "\(file)")
    }
  }

  @Test(arguments: [
    WrongCommand("report nowhere", 66, "nowhere"), WrongCommand("compare runs/slow", 64, "two run folders"),
    WrongCommand("compare runs/slow runs/fast --out runs/fast/report.html --overwrite", 73, "inside runs/fast"),
    WrongCommand("report runs/slow --order 0", 64, "order"),
  ])
  func mistakesAreClear(_ command: WrongCommand) throws { try reported.expectRefusal(command) }
}
