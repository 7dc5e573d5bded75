import Explorer
import Files
import Foundation
import NGrams
import TestSupport
import Testing
import Transformers

/// Panels with long work do it in slices, keep what they have computed, and compute the same as without a pause.
@Suite(.enabled(if: Browser.isInstalled, "no browser is installed"))
struct SlicesTests {
  private static let text = "the ferry waits and the goat sleeps. "
  private static let training = "the ferryman ties the boat and the goat waits. the goat sleeps and the ferry waits."

  private struct Results: Decodable {
    let findings: [String]
    /// The surprise of the n-gram model at each character of the text but the first, in bits.
    let counted: [Double]
  }

  private func results(_ saved: SavedGPT, _ counts: NGramModel) throws -> Results {
    var document = ""
    try withTemporaryFolder { folder in
      let kept = try keep(smallModel(.gpt2, seed: 6), steps: [10, 20], in: folder)
      let page = try ExplorerPage(
        saved, name: "test", prompt: "the ferry", step: 30, kept: kept, counts: counts, floor: 1.25)
      let view = try Browser.open(html: page.html(), script: Self.visit)
      #expect(view.complaints == [])
      document = view.document
    }
    let found = try #require(
      document.firstMatch(of: /<script type="application\/json" id="results">(.*?)<\/script>/)?.1)
    return try JSONDecoder().decode(Results.self, from: Data(found.utf8))
  }

  @Test func workIsDoneInSlicesAndKept() throws {
    let saved = smallModel(.gpt2), vocabulary = NGramVocabulary(tokenCount: saved.tokenizer.vocabularySize)
    let counts = try NGramModel(
      sentences: vocabulary.sentence(saved.tokenizer.encode(Self.training)), vocabulary: vocabulary, order: 4)
    let results = try results(saved, counts)
    #expect(results.findings.count == 13)
    for finding in results.findings { #expect(finding.hasPrefix("ok "), "\(finding)") }

    // The n-gram model of the page is the one that was counted here.
    let tokens = try saved.tokenizer.encode(Self.text)
    #expect(results.counted.count == tokens.count - 1)
    for (i, bits) in results.counted.enumerated() {
      let expected = counts.evaluate(Array(tokens[...(i + 1)]), from: i + 1).loss / log(2)
      #expect(abs(bits - expected) < 0.002, "at \(i): \(bits), not \(expected)")
    }
  }

  private static let visit = #"""
    const findings = [];
    const check = (name, isRight) => findings.push(`${isRight ? "ok" : "WRONG"} ${name}`);
    const at = (id) => document.getElementById(id);
    const set = (id, value) => { at(id).value = value; at(id).dispatchEvent(new Event("input")); };
    const data = JSON.parse(at("model").textContent);
    const tokenizer = new CharacterTokenizer(data.vocabulary, data.names);
    const text = "\#(text)";
    const tokens = tokenizer.encode(text).tokens;
    // Many times the context of the model.
    const long = text.repeat(6);
    const size = () => Array.from(at("checkpoint-sample").textContent).length;

    // By this clock, three steps fit into a slice on a machine of any speed.
    let time = 0;
    performance.now = () => (time += 10);
    // How many tokens models read.
    let reads = 0;
    const read = Reading.prototype.read;
    Reading.prototype.read = function (token) { reads += 1; read.call(this, token); };
    const turn = () => new Promise((resolve) => setTimeout(resolve));
    const until = async (isDone) => { for (let i = 0; i < 2000 && !isDone(); i += 1) await turn(); };

    async function surprise() {
      at("tab-surprise").click();
      set("pasted", long);
      check("the first slice is short", at("colors").childElementCount < 8 && at("progress").textContent.includes(`of ${long.length} `));
      check("no means before the end", at("bits").textContent === "");
      await turn();
      const some = at("colors").childElementCount;
      check("a slice more", some > 0 && some < 12);
      // Each of these starts the panel's work anew, at any place of it.
      for (let i = 0; i < 15; i += 1) {
        at(i % 2 === 0 ? "kind-expected" : "kind-surprise").click();
        if (i % 3 === 0) await turn();
      }
      at("kind-surprise").click();
      await until(() => at("progress").textContent === "");
      check("all of it", at("colors").childElementCount === long.length && at("bits").textContent.startsWith(`${long.length} tokens: `));

      // The same without a pause.
      const counts = new NGrams(data.ngrams);
      const whole = new Surprises(new Model(data.configuration, data.models[data.chosen]), counts);
      Slices.finish(whole.read([data.start, ...tokenizer.encode(long).tokens]));
      const titles = whole.list.map((item) => `${data.names[item.token]}: ${item.surprise.toFixed(2)} bits, ` +
        `expected ${item.expected.toFixed(2)}, the 4-gram ${item.counted.toFixed(2)}`);
      check("the same numbers", titles.join() === Array.from(at("colors").children, (span) => span.title).join());
      check("the 4-gram and the floor", at("bits").textContent.includes("The 4-gram, ") &&
        at("bits").textContent.includes("below 1.25 bits"));

      const before = reads;
      at("kind-counted").click();
      check("another color reads nothing", reads === before && at("progress").textContent === "");
      set("pasted", long + "a");
      await until(() => at("progress").textContent === "");
      // A full context moves on by half, which reads that half again.
      check("one more character", reads - before < 12 && at("bits").textContent.startsWith(`${long.length + 1} tokens: `));
      set("pasted", text);
      check("a shorter text reads nothing", reads - before < 12 && at("colors").childElementCount === text.length);
      return tokens.slice(1).map((_, i) => counts.surprise(tokens, i + 1));
    }

    async function checkpoints() {
      at("tab-training").click();
      check("the sample grows", size() < 5);
      await until(() => size() === 200);
      const sample = at("checkpoint-sample").textContent;
      const reading = new Reading(new Model(data.configuration, data.models[data.chosen]));
      reading.begin(tokenizer.encode(data.prompt).tokens);
      const generator = new RandomGenerator(1);
      const written = [];
      while (written.length < 200) {
        written.push(Sampler.draw(reading.logits, { temperature: 0.8, topK: 0, topP: 1 }, generator));
        reading.append(written[written.length - 1]);
      }
      check("the same text", sample === tokenizer.decode(written));
      for (let i = 0; i < 100; i += 1) await turn();
      set("checkpoint", "0");
      await until(() => size() === 200);
      for (let i = 0; i < 100; i += 1) await turn();
      check("another text", at("checkpoint-sample").textContent !== sample);
      const before = reads;
      set("checkpoint", "2");
      check("going back reads nothing", reads === before && at("checkpoint-sample").textContent === sample);
    }

    (async () => {
      const counted = await surprise();
      await checkpoints();
      const node = document.createElement("script");
      node.type = "application/json";
      node.id = "results";
      node.textContent = JSON.stringify({ findings, counted }).replaceAll("<", "\\u003C");
      document.body.append(node);
    })();
    """#
}
