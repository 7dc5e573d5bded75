import Foundation
import TestSupport
import Testing

/// The page of a word map, as a browser shows it.
struct PlotPageTests {
  private static let hostile = "</script><script>document.title='taken'</script>"

  /// Words in pairs that differ by the same vector, and a word that is HTML.
  private static let made = """
    7 3
    man 1 0 0
    king 1 0 1
    woman 0 1 0
    queen 0 1 1
    sea -1 0.1 0
    tide -1 0.2 0
    \(hostile) -1 0.3 0.1

    """

  private func page(_ options: String...) throws -> String {
    let program = try Program("word2vec")
    defer { program.remove() }
    try program.write(Self.made, to: "made.txt")
    try program.write(": people\nman king woman queen\n: water\nsea tide \(Self.hostile)\n", to: "groups.txt")
    let result = try program.run(["plot", "--vectors", "made.txt", "--page", "map.html"] + options)
    #expect(result.status == 0 && result.output.hasPrefix("map.html: "), "\(result.errors)")
    // No picture that nobody asked for.
    #expect(try program.contents().sorted() == ["groups.txt", "made.txt", "map.html"])
    return try program.text("map.html")
  }

  private struct State: Decodable {
    let chosen, unknown, answer, problem: String
    let neighbors, legend: [String]
    /// Pictures of the map as data.
    let start, left, larger, resized, all, chosenPicture, sum: String
    /// How far the middle of a map in another size is from where it was, in its units, and by what the scale has grown.
    let middle: [Double]
  }

  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func thePageAnswers() throws {
    let view = try Browser.open(
      html: page("--words", "groups.txt", "--lines", "man:king"),
      script: """
        const text = (id) => document.getElementById(id).textContent;
        const type = (id, value) => {
          const field = document.getElementById(id);
          field.value = value;
          field.dispatchEvent(new Event("input"));
        };
        const canvas = document.getElementById("map");
        const pixels = () => canvas.toDataURL();
        const key = (name) => canvas.dispatchEvent(new KeyboardEvent("keydown", { key: name, cancelable: true }));
        const state = { legend: [...document.querySelectorAll("#legend li")].map((item) => item.textContent) };
        // The map is drawn after each of these, before the next.
        const steps = [
          () => { state.start = pixels(); key("ArrowLeft"); },
          () => { state.left = pixels(); document.getElementById("larger").click(); },
          () => { state.larger = pixels(); window.dispatchEvent(new Event("resize")); },
          () => {
            state.resized = pixels();
            const view = new wordMap.View([0, 100], [0, 30]), middle = () => (view.x - width / 2) / view.scale;
            let width = 600;
            view.fit(width, 400);
            view.zoom(3, 100, 100);
            const [before, scale, fitting] = [middle(), view.scale, view.fitting];
            width = 900;
            view.resize({ width: 600, height: 400 }, { width, height: 500 });
            state.middle = [middle() - before, view.scale / scale - view.fitting / fitting];
            key("0");
          },
          () => {
            state.all = pixels();
            type("search", "zeppelin");
            state.unknown = text("unknown");
            type("search", "Qu");
            state.chosen = text("chosen");
            state.neighbors = [...document.querySelectorAll("#neighbors li")].map((item) => item.textContent);
          },
          () => {
            state.chosenPicture = pixels();
            const submit = () => document.getElementById("sum").dispatchEvent(new Event("submit", { cancelable: true }));
            [["a", "man"], ["b", "nobody"], ["c", "woman"]].forEach(([id, word]) => type(id, word));
            submit();
            state.problem = text("sum-problem");
            type("b", "king");
            submit();
            state.answer = text("d");
          },
          () => {
            state.sum = pixels();
            const result = document.createElement("pre");
            result.id = "result";
            result.textContent = JSON.stringify(state).replaceAll("<", "\\u003c");
            document.body.append(result);
          },
        ];
        const next = () => {
          if (steps.length === 0) return;
          steps.shift()();
          setTimeout(next);
        };
        next();
        """)
    #expect(view.complaints == [])
    #expect(!view.document.contains("<title>taken"))
    let result = try #require(view.document.firstMatch(of: /<pre id="result">(.*?)<\/pre>/)?.1)
    let json = result.replacing("&gt;", with: ">").replacing("&lt;", with: "<").replacing("&amp;", with: "&")
    let state = try JSONDecoder().decode(State.self, from: Data(json.utf8))
    #expect(state.legend == ["● people", "● water"])
    #expect(Set([state.start, state.left, state.larger, state.chosenPicture, state.sum]).count == 5)
    #expect(state.all == state.start && state.resized == state.larger)
    #expect(state.middle.count == 2 && state.middle.allSatisfy { abs($0) < 1e-9 }, "\(state.middle)")
    #expect(state.unknown == "not on this map" && state.chosen == "queen")
    #expect(state.neighbors.count == 6 && state.neighbors[0] == "woman0.707")
    #expect(state.problem == "nobody: not on this map" && state.answer == "queen")
  }

  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func wordsAreFoundByTheirPlaces() throws {
    let view = try Browser.open(
      html: page(),
      script: """
        setTimeout(() => {
          const canvas = document.getElementById("map"), frame = canvas.getBoundingClientRect();
          canvas.setPointerCapture = () => {};
          const send = (name, x, y) => canvas.dispatchEvent(new PointerEvent(name, { clientX: x, clientY: y, pointerId: 1 }));
          const seen = new Set();
          for (let y = frame.top; y < frame.bottom; y += 8) {
            for (let x = frame.left; x < frame.right; x += 8) {
              send("pointermove", x, y);
              const word = document.getElementById("status").textContent;
              if (word && !seen.has(word)) {
                seen.add(word);
                send("pointerdown", x, y);
                send("pointerup", x, y);
                if (document.getElementById("chosen").textContent !== word) seen.add("wrong");
              }
            }
          }
          document.body.append("seen: " + seen.size + (seen.has("wrong") ? " wrong" : ""));
        });
        """, arguments: ["--window-size=1000,800"])
    #expect(view.complaints == [])
    #expect(view.document.contains("seen: 7"), "\(view.document.suffix(400))")
    #expect(!view.document.contains("wrong</"))
  }

  @Test func sumsOfThePageAreThoseOfTheProgram() throws {
    // Vectors as bytes lose little: the cosines of the page and of the program agree to three decimals.
    let program = try Program("word2vec")
    defer { program.remove() }
    try program.write(Self.made, to: "made.txt")
    let result = try program("analogy", "man", "king", "woman", "--vectors", "made.txt")
    #expect(result.output.contains("queen"), "\(result.output)\(result.errors)")
    let html = try page()
    let json = try #require(html.firstMatch(of: /id="words">(.*?)<\/script>/)?.1)
    let map = try object(String(json))
    let bytes = try #require(Data(base64Encoded: map["vectors"] as? String ?? ""))
    #expect(bytes.count == 7 * 3 && map["dimensions"] as? Int == 3)
    #expect(Array(bytes.prefix(6)) == [127, 0, 0, 127, 0, 127])
    let neighbors = try #require(map["neighbors"] as? [[[Any]]])
    #expect(neighbors[0][0][0] as? String == "king" && neighbors[0][0][1] as? Double == 0.707)
  }

  @Test(arguments: [
    WrongCommand("plot --vectors made.txt --page made.txt --overwrite", 73, "made.txt", "--page"),
    WrongCommand("plot --vectors made.txt --page old.html", 73, "old.html", "--page"),
    WrongCommand("plot --vectors made.txt --page new --out new", 64, "--page", "--out"),
  ])
  func mistakesGetAClearMessage(_ command: WrongCommand) throws {
    let program = try Program("word2vec")
    defer { program.remove() }
    try program.write(Self.made, to: "made.txt")
    try program.write("mine", to: "old.html")
    try program.expectRefusal(command)
  }
}
