import Foundation
import TestSupport
import Testing

/// The command `explore`: its page, its messages, and what it refuses.
struct ExploreTests {
  /// A folder with trained models, created once.
  private static let trained: Program = {
    do {
      let program = try Program()
      try program.write(smallText(), to: "text.txt")
      let options = ["--steps", "60", "--evaluate-every", "20", "--quiet", "--keep", "2"]
      let result = try program.run(["train", "text.txt", "--out", "run", "--floor", "0.75"] + options + tinyShape)
      precondition(result.status == 0 && result.errors.isEmpty, result.errors)
      let windowed = try program.run(["train", "text.txt", "--out", "windowed", "--window", "4"] + options + tinyShape)
      precondition(windowed.status == 0 && windowed.errors.isEmpty, windowed.errors)
      return program
    } catch {
      fatalError("\(error)")
    }
  }()

  @Test func thePageIsWrittenOnce() throws {
    let program = Self.trained
    let answer = try object(program("explore", "--model", "run", "--out", "once.html", "--json", "--quiet").output)
    // Two models are kept, and the last is the model itself.
    #expect(answer["out"] as? String == "once.html" && answer["models"] as? Int == 2)
    #expect(answer["memory_bits"] as? Int == 32)
    let bytes = try Data(contentsOf: program.folder.appendingPathComponent("once.html")).count
    #expect(answer["bytes"] as? Int == bytes)
    let again = try program("explore", "--model", "run", "--out", "once.html")
    #expect(again.status == 73 && again.errors.contains("--overwrite"))
    #expect(try program("explore", "--model", "run", "--out", "once.html", "--overwrite").status == 0)
  }

  @Test func theDefaultNameIsExplore() throws {
    let result = try Self.trained("explore", "--model", "run", "--overwrite")
    #expect(result.status == 0 && result.output.hasPrefix("explore.html: 2 models, "))
  }

  @Test func theCountsOfTheTextAndTheFloorAreEmbedded() throws {
    let program = Self.trained
    let counted = try program("explore", "--model", "run", "--order", "3", "--out", "counted.html")
    #expect(counted.status == 0, "\(counted.errors)")
    let page = try program.text("counted.html")
    #expect(page.contains("\"ngrams\":{") && page.contains("\"order\":3,") && page.contains("\"floor\":0.75"))
    #expect(try program("explore", "--model", "run", "--out", "uncounted.html").status == 0)
    #expect(try !program.text("uncounted.html").contains("\"ngrams\""))
    // A model that the run has kept on its way is no run, so nobody knows its text.
    let kept = try #require(try program.contents().first { $0.hasPrefix("run/checkpoints/step-") })
    let refused = try program("explore", "--model", kept, "--order", "3", "--out", "refused.html")
    #expect(refused.status == 66 && refused.errors.contains("training run"), "\(refused.errors)")
  }

  @Test func whatCannotBeShownIsRefused() throws {
    let missing = try Self.trained("explore", "--model", "nowhere", "--out", "none.html")
    #expect(missing.status == 66 && missing.errors.contains("nowhere"))
    let windowed = try Self.trained("explore", "--model", "windowed", "--out", "none.html")
    #expect(windowed.status == 65 && windowed.errors.contains("attention over a window"))
    let unknown = try Self.trained("explore", "--model", "run", "--prompt", "the 7", "--out", "none.html")
    #expect(unknown.status == 65 && unknown.errors.contains("\"7\""))
    #expect(!FileManager.default.fileExists(atPath: Self.trained.folder.appendingPathComponent("none.html").path))
  }

  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func thePageWritesTheTextOfSample() throws {
    let program = Self.trained
    #expect(try program("explore", "--model", "run", "--prompt", "the goat", "--out", "same.html").status == 0)
    let sample = try object(
      program(
        "sample", "--model", "run", "--prompt", "the goat", "--tokens", "200", "--seed", "1", "--top-p", "0.9", "--json"
      ).output)
    let view = try Browser.open(
      program.folder.appendingPathComponent("same.html"),
      script: """
        const share = document.getElementById("top-p");
        share.value = 0.9;
        share.dispatchEvent(new Event("input"));
        document.getElementById("count").value = 200;
        document.getElementById("write").click();
        """)
    #expect(view.complaints == [])
    let text = try #require(view.document.firstMatch(of: /<span class="written">([^<]*)<\/span>/)?.1)
    #expect(String(text) == sample["text"] as? String)
  }
}
