import Explorer
import Foundation
import LanguageModels
import TestSupport
import Testing
import Transformers

/// The page writes what the Swift program writes.
@Suite(.enabled(if: Browser.isInstalled, "no browser is installed"))
struct TokensTests {
  /// The prompts, settings and seeds that are compared.
  private static let cases: [(prompt: String, sampler: Sampler, seed: UInt64)] = [
    ("", Sampler(temperature: 0.8), 1), ("the ferry", Sampler(temperature: 1.3, topK: 7), 1337),
    ("a\"<b>", Sampler(temperature: 0.7, topP: 0.85), 0),
    ("this prompt is longer than the context 🙂", Sampler(temperature: 1, topK: 12, topP: 0.5), 9_007_199_254_740_991),
    ("zero", Sampler(temperature: 0), 3),
  ]
  private static let logitsText = "the ferry waits"
  /// Several times the context.
  private static let count = 120

  /// What a user does in the page for all cases; the texts are collected in an element of the test.
  private static var script: String {
    let steps = cases.map { item in
      let prompt = String(decoding: (try? JSONEncoder().encode(item.prompt)) ?? Data(), as: UTF8.self)
      return """
        { prompt: \(prompt.replacing("<", with: "\\u003C")), seed: \(item.seed), temperature: \(item.sampler.temperature),
          topK: \(item.sampler.topK ?? 0), topP: \(item.sampler.topP ?? 1) }
        """
    }
    return """
      const cases = [\(steps.joined(separator: ", "))];
      const set = (id, value, event) => {
        const input = document.getElementById(id);
        input.value = value;
        input.dispatchEvent(new Event(event));
      };
      const results = [];
      // The logits after the first text, from the page's own parts.
      function logits() {
        const data = JSON.parse(document.getElementById("model").textContent);
        const reading = new Reading(new Model(data.configuration, data.models[data.chosen]));
        reading.begin(new CharacterTokenizer(data.vocabulary, data.names).encode("\(logitsText)").tokens);
        return Array.from(reading.logits);
      }
      function next() {
        if (results.length === cases.length) {
          const node = document.createElement("script");
          node.type = "application/json";
          node.id = "results";
          node.textContent = JSON.stringify({ texts: results, logits: logits() }).replaceAll("<", "\\\\u003C");
          return document.body.append(node);
        }
        const item = cases[results.length];
        set("temperature", item.temperature, "input");
        set("top-k", item.topK, "input");
        set("top-p", item.topP, "input");
        set("seed", item.seed, "change");
        set("prompt", item.prompt, "input");
        set("count", \(count), "change");
        document.getElementById("write").click();
        const wait = () => {
          if (document.getElementById("write").disabled) return setTimeout(wait, 5);
          results.push(document.querySelector("#text .written").textContent);
          next();
        };
        wait();
      }
      next();
      """
  }

  private struct Results: Decodable {
    let texts: [String]
    let logits: [Float]
  }

  /// Compares all cases, and the logits, for a model.
  private func expectSameTokens(_ saved: SavedGPT) throws {
    let view = try Browser.open(html: ExplorerPage(saved, name: "test").html(), script: Self.script)
    #expect(view.complaints == [])
    let found = try #require(
      view.document.firstMatch(of: /<script type="application\/json" id="results">(.*?)<\/script>/)?.1)
    let results = try JSONDecoder().decode(Results.self, from: Data(found.utf8)), texts = results.texts
    #expect(texts.count == Self.cases.count)
    // A part that is a little wrong changes few tokens, but all logits.
    let logits = saved.model.nextLogits(after: try saved.tokenizer.encode(Self.logitsText))
    #expect(results.logits.count == logits.count)
    let largest = logits.reduce(0) { max($0, abs($1)) }
    for (found, expected) in zip(results.logits, logits) { #expect(abs(found - expected) < 1e-5 * largest) }
    for (item, text) in zip(Self.cases, texts) {
      let expected = try written(saved, after: item.prompt, count: Self.count, item.sampler, seed: item.seed)
      #expect(text == expected, "after \(item.prompt)")
    }
  }

  @Test(arguments: GPTPreset.allCases) func aPresetWritesTheSameTokens(_ preset: GPTPreset) throws {
    try expectSameTokens(smallModel(preset))
  }

  @Test func theOtherPartsWriteTheSameTokens() throws {
    try expectSameTokens(
      smallModel(.gpt2) {
        $0.positions = .sinusoidal
        $0.normPlacement = .after
        $0.activation = .geluTanh
        $0.groupCount = 1
        $0.softCap = 4
        $0.hasAttentionBiases = false
      })
    try expectSameTokens(
      smallModel(.llama) {
        $0.positions = .rotary
        $0.rotaryLayout = .interleaved
        $0.rotaryBase = 100
        $0.headSize = 10
        $0.activation = .relu
        $0.hasBiases = true
        $0.gatesHeads = true
      })
    try expectSameTokens(smallModel(.modern) { ($0.positions, $0.gatesHeads) = (.none, true) })
  }
}
