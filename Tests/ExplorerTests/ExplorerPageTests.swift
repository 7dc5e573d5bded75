import Explorer
import Files
import Foundation
import Layers
import TestSupport
import Testing
import Transformers

struct ExplorerPageTests {
  private static let hostile = "</script><script>document.title='taken'</script><!--"

  @Test func partsThatThePageCannotComputeAreNamed() throws {
    let parts: [(String, (inout GPTConfiguration) -> Void)] = [
      ("window", { $0.window = 4 }), ("ALiBi", { $0.positions = .alibi }),
      ("scaled rotary", { ($0.positions, $0.rotaryScaling) = (.rotary, RotaryScaling()) }),
    ]
    for (name, change) in parts {
      let refused = try problem(.badData) { _ = try ExplorerPage(smallModel(.gpt2, change: change), name: "a") }
      #expect(refused.message.contains(name) && !refused.message.contains("\n"), "\(refused.message)")
    }
  }

  @Test func unknownCharactersOfThePromptAreNamed() throws {
    let refused = try problem(.badData) { _ = try ExplorerPage(smallModel(.gpt2), name: "a", prompt: "aÄ") }
    #expect(refused.message.contains("Ä"))
  }

  @Test func keptModelsOfAnotherFormAreRefused() throws {
    try withTemporaryFolder { folder in
      let kept = try keep(smallModel(.llama), steps: [10], in: folder)
      _ = try problem(.badData) { _ = try ExplorerPage(smallModel(.gpt2), name: "a", kept: kept) }
      #expect(try ExplorerPage(smallModel(.llama), name: "a", kept: kept).modelCount == 2)
      // The model itself is not shown twice.
      #expect(try ExplorerPage(smallModel(.llama), name: "a", step: 10, kept: kept).modelCount == 1)
    }
  }

  @Test func aLargeMemoryIsRounded() throws {
    #expect(try ExplorerPage(smallModel(.modern), name: "a").memoryBits == 32)
    // 5 x 2^14 rows of 24 numbers take 7.9 MB, and a third more as base64.
    let large = smallModel(.modern) {
      $0.memory?.rowBits = 14
      $0.memory?.width = 24
    }
    let page = try ExplorerPage(large, name: "a")
    #expect(page.memoryBits == 16)
    #expect(try page.html().utf8.count < 8_000_000)
  }

  /// All panels, the tour, keys and clicks, in one opening of the page.
  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func thePageWorks() throws {
    try withTemporaryFolder { folder in
      let saved = smallModel(.gpt2), kept = try keep(smallModel(.gpt2, seed: 6), steps: [10, 20], in: folder)
      let page = try ExplorerPage(saved, name: Self.hostile, prompt: Self.hostile, step: 30, kept: kept)
      let view = try Browser.open(html: page.html(), script: Self.visit)
      #expect(view.complaints == [])
      #expect(!view.document.contains("<title>taken"))
      let found = view.document.firstMatch(of: /<pre id="findings">(.*?)<\/pre>/.dotMatchesNewlines())
      let findings = try #require(found?.1).split(separator: "\n").map(String.init)
      #expect(findings.last == "end")
      for finding in findings.dropLast() { #expect(finding.hasPrefix("ok "), "\(finding)") }
      #expect(findings.count == 25)
    }
  }

  /// What a user does, with a finding for each thing that should come of it.
  private static let visit = #"""
    // By this clock, all work fits into one slice.
    performance.now = () => 0;
    const findings = [];
    const check = (name, isRight) => findings.push(`${isRight ? "ok" : "WRONG"} ${name}`);
    const at = (id) => document.getElementById(id);
    const set = (id, value) => { at(id).value = value; at(id).dispatchEvent(new Event("input")); };
    const rows = () => Array.from(at("next-table").querySelectorAll("tbody tr"), (row) => row.textContent);

    check("the prompt is only text", at("prompt").value.includes("<\/script>") && at("text").textContent.includes("<\!--"));
    check("one script taken", document.title.startsWith("Inside of <\/script>"));
    const before = rows().join();
    set("temperature", "0.3");
    check("temperature changes the table", rows().join() !== before);
    set("top-k", "2");
    check("top-k leaves two", rows().filter((row) => !row.includes("\u2013")).length === 2);
    set("top-k", "0");
    set("top-p", "0.05");
    check("top-p leaves one", rows().filter((row) => !row.includes("\u2013")).length === 1);
    set("top-p", "1");
    set("prompt", "abÄ");
    check("unknown characters are named", at("unknown").textContent.includes("Ä") && at("text").textContent === "ab");
    at("next-table").querySelector("button").focus();
    at("next-table").querySelector("button").click();
    check("the focus stays", document.activeElement === at("next-table").querySelector("button"));
    check("a click on a token appends it", Array.from(at("text").textContent).length === 3);
    for (let i = 0; i < 40; i += 1) at("step").click();
    check("one token at a time", Array.from(at("text").textContent).length === 43);
    at("restart").click();
    check("start again", at("text").textContent === "ab");
    for (let i = 0; i < 9; i += 1) at("step").click();

    at("tab-attention").click();
    check("a map for each head", at("panel").querySelectorAll("button.map").length === 4);
    at("panel").querySelectorAll("button.map")[3].click();
    check("the head is chosen", at("sees").textContent.startsWith("Layer 2, head 2"));
    const title = () => at("arithmetic").querySelector("h3").textContent;
    check("the arithmetic gives the weight of the map", title().includes(` ${at("weight").textContent} `));
    const first = title();
    at("map").dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowUp" }));
    check("the arrow keys move the choice", title() !== first && title().includes("(10) gives"));
    at("arcs").querySelectorAll("g.token")[4].dispatchEvent(new Event("click"));
    check("a click on the text chooses who looks", title().includes("(5) gives"));
    check("the shares of a row are 1", Math.abs(1 - Array.from(at("arcs").querySelectorAll("g.token title"))
      .slice(0, 5).reduce((sum, node) => sum + parseFloat(node.textContent.split(": ").pop()) / 100, 0)) < 0.01);

    at("tab-lens").click();
    const last = at("lens-detail").querySelector("tbody tr:last-child").textContent;
    check("a row for each layer", at("lens-detail").querySelectorAll("tbody tr").length === 3 && last.startsWith("after layer 2"));

    at("tab-surprise").click();
    set("pasted", "the <b>");
    check("each character has a color", at("colors").children.length === 7 && at("bits").textContent.startsWith("7 tokens: "));
    const colors = at("colors").innerHTML;
    at("kind-expected").click();
    check("the other colors", at("colors").innerHTML !== colors);

    at("tab-embeddings").click();
    at("plane").querySelectorAll("g")[3].dispatchEvent(new KeyboardEvent("keydown", { key: "Enter" }));
    check("neighbors", at("neighbors").querySelectorAll("tbody tr").length === 8);

    const map = () => at("plane").innerHTML.replace(/ chosen/g, "");
    const placed = map();
    at("tab-training").click();
    const exact = at("checkpoint-sample").textContent;
    set("checkpoint", "0");
    at("tab-embeddings").click();
    check("the map follows the slider", map() !== placed);
    at("tab-training").click();
    check("an earlier model", at("notes").textContent.includes("eight bits") && at("checkpoint-name").textContent.includes("step 10"));
    set("checkpoint", "2");
    check("back to the model", at("notes").textContent === "" && at("checkpoint-sample").textContent === exact);

    at("tour-start").click();
    let steps = 1;
    while (!at("tour").hidden && steps < 20) {
      if (!document.querySelector(".pointed")) check(`step ${steps} points at nothing`, false);
      at("tour-next").click();
      steps += 1;
    }
    check(`a tour of eleven steps`, steps === 12);
    const node = document.createElement("pre");
    node.id = "findings";
    node.textContent = findings.concat("end").join("\n");
    document.body.append(node);
    """#
}
