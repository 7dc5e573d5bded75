import Corpora
import Files
import Reports
import WordVectors

/// The words of a picture, their groups, and the arrows between them.
struct PlottedWords {
  /// The largest number of words in a picture. t-SNE compares all pairs of words, and far fewer words are readable.
  static let limit = 5000

  /// The numbers of the words, without duplicates.
  private(set) var numbers: [Int32] = []
  /// The group of each word.
  private(set) var groups: [Int] = []
  /// The names of the groups; empty if the words have none.
  private(set) var groupNames: [String] = []
  /// The ends of each arrow, as indices into `numbers`.
  private(set) var arrows: [(from: Int, to: Int)] = []
  /// The title of the picture.
  private(set) var title = ""
  /// The words of a file that have no vector.
  private(set) var unknown: [String] = []

  private var places: [Int32: Int] = [:]

  /// Adds the `count` most frequent words.
  mutating func addMostFrequent(_ count: Int, _ vectors: WordVectors) {
    let count = min(count, vectors.count)
    for number in 0..<Int32(count) { add(number) }
    title = "The \(Formats.count(count, "most frequent word"))"
  }

  /// Adds a word, in a color of its own, and the `count` words nearest to it.
  mutating func addNearest(_ count: Int, to word: String, _ vectors: WordVectors) throws {
    let number = try vectors.find(word)
    let nearest = vectors.nearest(to: number, count: count)
    add(number, group: 1)
    for near in nearest { add(near.word) }
    title = "\(vectors.words[number]) and the \(Formats.count(nearest.count, "word")) nearest to it"
  }

  /// Adds the words of a list such as `king,queen,man`, all of which must be known.
  mutating func add(list: String, _ vectors: WordVectors) throws {
    for word in list.split(separator: ",") { add(try vectors.find(trimmed(word))) }
    title = Formats.count(numbers.count, "word")
  }

  /// Adds the words of a file, which are separated by white space, without those that have no vector.
  ///
  /// A line that begins with a colon names the group of the words after it, as in lists of analogies: `: animals`.
  mutating func add(file path: String, lossy: Bool, _ vectors: WordVectors) throws {
    var group = 0
    for line in try readText(path, lossy: lossy).split(whereSeparator: \.isNewline) {
      if line.first == ":" {
        let name = trimmed(line.dropFirst())
        // Words before the first heading need a group too.
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
    title = "The words of \(path.split(separator: "/").last ?? "")"
  }

  /// Adds arrows between pairs of words, such as `france:paris,italy:rome`, and adds the words that the picture does not
  /// have yet.
  mutating func addArrows(_ pairs: String, _ vectors: WordVectors) throws {
    let isAlone = numbers.isEmpty
    for pair in pairs.split(separator: ",") {
      let ends = pair.split(separator: ":", omittingEmptySubsequences: false).map(trimmed)
      guard ends.count == 2, ends.allSatisfy({ !$0.isEmpty }) else {
        throw Problem(
          .usage, "--lines needs pairs such as france:paris,italy:rome, not \(quoted(String(pair), limit: 40))")
      }
      let from = try vectors.find(ends[0]), to = try vectors.find(ends[1])
      // In a picture of pairs alone, the starts and the ends of the arrows have different colors.
      arrows.append((addOther(from), isAlone ? add(to, group: 1) : addOther(to)))
    }
    if isAlone { title = Formats.count(arrows.count, "pair") + " of words" }
  }

  /// Refuses too few or too many words for a picture.
  func check() throws {
    guard numbers.count >= 3 else {
      throw Problem(
        .usage, "a picture needs three words or more; there \(numbers.count == 1 ? "is" : "are") \(numbers.count)")
    }
    guard numbers.count <= Self.limit else {
      throw Problem(
        .usage,
        "\(Formats.grouped(numbers.count)) words are too many: a picture has room for \(Formats.grouped(Self.limit))")
    }
  }

  /// The name of the group of words without a named group.
  private static let others = "others"

  /// Adds a word without a group; in a picture with named groups, it joins the group `others`.
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
