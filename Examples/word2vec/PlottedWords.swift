import Corpora
import Files
import Reports
import WordVectors

/// The words of a picture: which they are, which of them belong together, and the arrows between them.
struct PlottedWords {
  /// The most words that one picture takes: t-SNE looks at all pairs, and the eye at far fewer.
  static let limit = 5000

  /// The words' numbers, each once.
  private(set) var numbers: [Int32] = []
  /// The group of each word.
  private(set) var groups: [Int] = []
  /// The names of the groups, where the words came with such.
  private(set) var groupNames: [String] = []
  /// Which words the arrows join, by their places in `numbers`.
  private(set) var arrows: [(from: Int, to: Int)] = []
  /// What the picture shows, for its title.
  private(set) var title = ""
  /// The words of a file that have no vector.
  private(set) var unknown: [String] = []

  private var places: [Int32: Int] = [:]

  /// The `count` most frequent words.
  mutating func addMostFrequent(_ count: Int, _ vectors: WordVectors) {
    let count = min(count, vectors.count)
    for number in 0..<Int32(count) { add(number) }
    title = "The \(Formats.grouped(count)) most frequent words"
  }

  /// A word, in a colour of its own, and the `count` nearest to it.
  mutating func addNearest(_ count: Int, to word: String, _ vectors: WordVectors) throws {
    let number = try vectors.find(word)
    let nearest = vectors.nearest(to: number, count: count)
    add(number, group: 1)
    for near in nearest { add(near.word) }
    title = "\(vectors.words[number]) and the \(Formats.grouped(nearest.count)) words nearest to it"
  }

  /// The words of a list, `king,queen,man`, all of which must be known.
  mutating func add(list: String, _ vectors: WordVectors) throws {
    for word in list.split(separator: ",") { add(try vectors.find(trimmed(word))) }
    title = "\(Formats.grouped(numbers.count)) words"
  }

  /// The words of a file, white space between them; unknown ones are left out. A line that begins with a colon names the
  /// group of the words after it, as in lists of analogies: `: animals`.
  mutating func add(file path: String, _ vectors: WordVectors) throws {
    var group = 0
    for line in try readText(path).split(whereSeparator: \.isNewline) {
      if line.first == ":" {
        let name = trimmed(line.dropFirst())
        // Words before the first heading have a group too.
        if groupNames.isEmpty, !numbers.isEmpty { groupNames = [Self.others] }
        group = self.group(named: name)
        continue
      }
      for word in line.split(whereSeparator: \.isWhitespace) {
        guard let number = vectors.number(of: String(word)) else {
          unknown.append(String(word))
          continue
        }
        add(number, group: group)
      }
    }
    guard !numbers.isEmpty else {
      throw Problem(.badData, "\(path): none of its words has a vector")
    }
    title = "The words of \(path)"
  }

  /// Arrows between pairs of words, `france:paris,italy:rome`; words that are not there yet are added.
  mutating func addArrows(_ pairs: String, _ vectors: WordVectors) throws {
    let isAlone = numbers.isEmpty
    for pair in pairs.split(separator: ",") {
      let ends = pair.split(separator: ":", omittingEmptySubsequences: false).map(trimmed)
      guard ends.count == 2, ends.allSatisfy({ !$0.isEmpty }) else {
        throw Problem(
          .usage, "--lines needs pairs such as france:paris,italy:rome, not \(quoted(String(pair), limit: 40))")
      }
      let from = try vectors.find(ends[0]), to = try vectors.find(ends[1])
      // In a picture of pairs alone, what the arrows come from and what they go to have two colours.
      arrows.append((addOther(from), isAlone ? add(to, group: 1) : addOther(to)))
    }
    if isAlone { title = "\(Formats.grouped(arrows.count)) \(arrows.count == 1 ? "pair" : "pairs") of words" }
  }

  /// Refuses what makes no picture.
  func check() throws {
    guard numbers.count >= 3 else {
      throw Problem(
        .usage, "a picture needs three words or more; there \(numbers.count == 1 ? "is" : "are") \(numbers.count)")
    }
    guard numbers.count <= Self.limit else {
      throw Problem(
        .usage,
        "\(Formats.grouped(numbers.count)) words are too many for a picture: \(Formats.grouped(Self.limit)) at most")
    }
  }

  /// What words are called for which no group was named.
  private static let others = "others"

  /// A word that came by itself, in a picture that may have groups.
  private mutating func addOther(_ number: Int32) -> Int {
    let isNew = places[number] == nil
    return add(number, group: isNew && !groupNames.isEmpty ? group(named: Self.others) : 0)
  }

  private mutating func group(named name: String) -> Int {
    if let group = groupNames.firstIndex(of: name) { return group }
    groupNames.append(name)
    return groupNames.count - 1
  }

  @discardableResult
  private mutating func add(_ number: Int32, group: Int = 0) -> Int {
    if let place = places[number] { return place }
    places[number] = numbers.count
    numbers.append(number)
    groups.append(group)
    return numbers.count - 1
  }

  private func trimmed(_ text: some StringProtocol) -> String {
    var text = text[...]
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
