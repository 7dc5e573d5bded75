import Foundation
import Pages
import Reports
import Tensors
import WordVectors

/// A web page with a map of words: it can be moved, zoomed and searched, lists the words nearest to a chosen one, and
/// answers sums of words.
struct WordPage {
  /// The data of the page's scripts.
  private struct Map: Encodable {
    let words: [String]
    let x: [Double]
    let y: [Double]
    let groups: [String]
    let group: [Int]
    /// The ends of each arrow, as places in `words`.
    let arrows: [[Int]]
    /// The words nearest to each word, with their cosines.
    let neighbors: [[Neighbor]]
    let dimensions: Int
    /// The directions of the words, a signed byte per number, in base 64; nil if they are too large for a page.
    let vectors: String?
  }

  /// A word and its cosine, written as `["sea", 0.712]`.
  private struct Neighbor: Encodable {
    let word: String
    let cosine: Float

    func encode(to encoder: any Encoder) throws {
      var pair = encoder.unkeyedContainer()
      try pair.encode(word)
      try pair.encode((Double(cosine) * 1000).rounded() / 1000)
    }
  }

  private let map: Map
  private let title: String
  private let notes: [String]
  private static let neighborCount = 10
  /// The most products that the search for neighbors may take: some seconds.
  private static let mostProducts = 1e11
  /// The most bytes of vectors in a page.
  private static let mostBytes = 2_000_000

  /// Works out the data of a page.
  init(_ plot: ScatterPlot, _ words: PlottedWords, _ vectors: WordVectors) {
    let numbers = words.numbers
    let searchesAll =
      Double(numbers.count) * Double(vectors.count) * Double(vectors.dimensions) <= Self.mostProducts
    let isSmall = numbers.count * vectors.dimensions <= Self.mostBytes
    map = Map(
      words: plot.points.map(\.name), x: plot.points.map { Formats.rounded($0.x) },
      y: plot.points.map { Formats.rounded($0.y) }, groups: plot.groups, group: plot.points.map(\.group),
      arrows: plot.arrows.map { [$0.from, $0.to] },
      neighbors: Self.neighbors(of: numbers, vectors, searchesAll: searchesAll), dimensions: vectors.dimensions,
      vectors: isSmall ? Self.directions(of: numbers, vectors) : nil)
    title = plot.title
    notes = [
      plot.hasNumbers ? "Across: \(plot.xTitle). Up: \(plot.yTitle)." : "\(plot.xTitle.capitalizedFirst).",
      searchesAll
        ? "Nearest words are searched among all \(Formats.grouped(vectors.count))."
        : "Nearest words are searched among the words of this map.",
    ]
  }

  /// Returns the page.
  func html() throws -> String {
    let body = """
      \(Markup.element("h1", words: title))
      \(Markup.element("p", [("class", "quiet")], words: notes.joined(separator: " ")))
      <div class="words">
      <div>
      <div class="map">
      <canvas id="map" tabindex="0" role="application" aria-roledescription="map" aria-label="Map of words. Arrow keys move it, plus and minus zoom, zero shows \
      all; the search beside it chooses a word."></canvas>
      <p id="status" class="quiet status" aria-live="polite"></p>
      <div class="zoom">
      <button type="button" id="smaller" aria-label="zoom out">−</button>
      <button type="button" id="larger" aria-label="zoom in">+</button>
      <button type="button" id="whole">all</button>
      </div>
      </div>
      <ul id="legend" class="legend"></ul>
      <p class="quiet">Drag to move, turn the wheel or pinch to zoom, click a word to see what is near it.</p>
      </div>
      <div class="side">
      <label for="search">Find a word</label>
      <input id="search" type="search" list="all-words" autocomplete="off" spellcheck="false">
      <datalist id="all-words"></datalist>
      <p id="unknown" class="quiet" aria-live="polite"></p>
      <section id="near" hidden>
      <h2 id="chosen"></h2>
      <ol id="neighbors"></ol>
      </section>
      <section id="sums" hidden>
      <h2>Word arithmetic</h2>
      <form id="sum">
      <input id="a" aria-label="first word" placeholder="man" autocomplete="off" list="all-words"><span>is to</span>\
      <input id="b" aria-label="second word" placeholder="king" autocomplete="off" list="all-words">
      <input id="c" aria-label="third word" placeholder="woman" autocomplete="off" list="all-words"><span>is to</span>\
      <output id="d" for="a b c">?</output>
      <button>Draw</button>
      </form>
      <p id="sum-problem" class="quiet" aria-live="polite"></p>
      <ol id="answers"></ol>
      <p class="quiet">The answer is the word of this map nearest to second − first + third.</p>
      </section>
      </div>
      </div>
      """
    let scripts = ["elements.js"] + ["view", "names", "sum", "drawing", "page"].map { "words-\($0).js" }
    var page = Page(title: title, body: body, styles: ["theme.css", "words.css"], scripts: scripts)
    try page.embed(map, as: "words")
    return try page.html()
  }

  /// Finds the words nearest to each word, among all words or those of the map.
  private static func neighbors(
    of numbers: [Int32], _ vectors: WordVectors, searchesAll: Bool
  ) -> [[Neighbor]] {
    func pairs(_ matches: [(word: Int32, similarity: Float)]) -> [Neighbor] {
      matches.map { Neighbor(word: vectors.words[$0.word], cosine: $0.similarity) }
    }
    if searchesAll {
      return numbers.map { pairs(vectors.nearest(to: $0, count: neighborCount).map { ($0.word, $0.similarity) }) }
    }
    let units = vectors.unitVectors(of: numbers)
    return numbers.indices.map { i in
      // (words, D) x (D, 1)
      let cosines = matmul(units, units.slice(axis: 0, i..<i + 1).transposed()).elements
      let others = numbers.indices.filter { $0 != i }.sorted { (-cosines[$0], $0) < (-cosines[$1], $1) }
      return pairs(others.prefix(neighborCount).map { (numbers[$0], cosines[$0]) })
    }
  }

  /// Returns the vectors as bytes: each is scaled so that its largest number is 127, because only directions matter.
  private static func directions(of numbers: [Int32], _ vectors: WordVectors) -> String {
    var bytes = Data(capacity: numbers.count * vectors.dimensions)
    for number in numbers {
      let vector = vectors.unitVector(number), largest = vector.reduce(0) { max($0, $1.magnitude) }
      for x in vector {
        // What is not a number has no direction.
        let share = largest > 0 && x.isFinite ? x / largest : 0
        bytes.append(UInt8(bitPattern: Int8((127 * share).rounded())))
      }
    }
    return bytes.base64EncodedString()
  }
}

extension String {
  /// The text with a capital at its start.
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
