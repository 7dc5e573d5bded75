import Foundation
import Testing
import TestSupport

/// Pairs of words that all differ in the same way, and some more words.
private let made = """
  9 3
  france 1 0 0
  paris 1 0 0.5
  italy 0.8 0.6 0
  rome 0.8 0.6 0.5
  spain 0.6 0.8 0
  madrid 0.6 0.8 0.5
  sea -1 0.1 0
  tide -1 0.2 0
  ship -1 0.3 0.1

  """

private struct Answer: Decodable {
  struct Point: Decodable {
    let word: String
    let x: Double, y: Double
    let group: String?
  }

  let projection: String
  let points: [Point]
  let arrows: [[String]]
  let shares: [Double]?
  let divergence: Double?
  let perplexity: Double?
  let unknown: [String]
  let out: String?
}

private func program() throws -> Program {
  let program = try Program("word2vec")
  try program.write(made, to: "made.txt")
  return program
}

private func decoded(_ result: Program.Result) throws -> Answer {
  #expect(result.status == 0, "\(result.errors)")
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return try decoder.decode(Answer.self, from: Data(result.output.utf8))
}

@Test func theMostFrequentWordsAreDrawnToAFreeFileName() throws {
  let program = try program()
  defer { program.remove() }
  let result = try program("plot", "--vectors", "made.txt", "--count", "5")
  #expect(result.status == 0, "\(result.errors)")
  #expect(result.output.hasPrefix("words-pca.svg: The 5 most frequent words in made, PCA\n"))
  #expect(result.figures["words"] == 5 && result.figures["names_left_out"] == 0)
  let svg = try program.text("words-pca.svg")
  for word in ["france", "paris", "italy", "rome", "spain", "first component, ", " % of the variance"] {
    #expect(svg.contains(word))
  }
  #expect(!svg.contains("madrid"))
  // Distances along a component can be read off.
  #expect(svg.contains(">0<"))
  #expect(try program("plot", "--vectors", "made.txt", "--quiet").output.hasPrefix("words-pca-2.svg"))
  #expect(try program.text("words-pca.svg") == svg)
}

@Test func coordinatesAreAvailableAsJSON() throws {
  let program = try program()
  defer { program.remove() }
  let answer = try decoded(program("plot", "--vectors", "made.txt", "--json"))
  #expect(answer.projection == "pca" && answer.points.count == 9 && answer.out == nil)
  let shares = try #require(answer.shares)
  #expect(shares.count == 2 && shares[0] > shares[1] && shares[0] + shares[1] <= 1)
  #expect(try program.contents() == ["made.txt"])
  #expect(abs(answer.points.reduce(0) { $0 + $1.x }) < 1e-6)
}

@Test func wordsNearAWordAreDrawn() throws {
  let program = try program()
  defer { program.remove() }
  let answer = try decoded(program("plot", "--vectors", "made.txt", "--near", "Tide", "--count", "2", "--json"))
  #expect(answer.points.map(\.word) == ["tide", "sea", "ship"])
}

@Test func arrowsAreDrawnBetweenPairs() throws {
  let program = try program()
  defer { program.remove() }
  let lines = ["plot", "--vectors", "made.txt", "--lines", "france:paris,italy:rome,spain:madrid"]
  let pairs = try decoded(program.run(lines + ["--json", "--out", "pairs.svg"]))
  #expect(
    pairs.points.count == 6 && pairs.arrows == [["france", "paris"], ["italy", "rome"], ["spain", "madrid"]])
  #expect(pairs.out == "pairs.svg")
  #expect(try program.text("pairs.svg").components(separatedBy: "<polygon").count == 4)
  // The made-up shift is the same for all pairs, except for the scaling of all vectors to the same length.
  func shift(_ from: Int) -> (Double, Double) {
    (pairs.points[from + 1].x - pairs.points[from].x, pairs.points[from + 1].y - pairs.points[from].y)
  }
  let (a, b) = (shift(0), shift(4))
  #expect((a.0 * b.0 + a.1 * b.1) / ((a.0 * a.0 + a.1 * a.1) * (b.0 * b.0 + b.1 * b.1)).squareRoot() > 0.9)
  #expect(try decoded(program.run(lines + ["--words", "sea,tide", "--json"])).points.count == 8)
}

@Test func filesOfWordsCanDefineGroups() throws {
  let program = try program()
  defer { program.remove() }
  try program.write("spain\n: capitals\nparis rome\nMadrid\n: the sea\nsea tide zeppelin\n", to: "words.txt")
  let result = try program("plot", "--vectors", "made.txt", "--words", "words.txt", "--json", "--out", "x.svg")
  let answer = try decoded(result)
  #expect(answer.points.map(\.word) == ["spain", "paris", "rome", "madrid", "sea", "tide"])
  #expect(answer.points.map(\.group) == ["others", "capitals", "capitals", "capitals", "the sea", "the sea"])
  #expect(answer.unknown == ["zeppelin"] && result.errors.contains("\"zeppelin\""))
  #expect(try program.text("x.svg").contains(">the sea<"))
}

@Test func wordsNamedOnlyByArrowsBelongToNoneOfTheGroups() throws {
  let program = try program()
  defer { program.remove() }
  try program.write(": capitals\nparis rome\n: the sea\nsea tide\n", to: "words.txt")
  let answer = try decoded(
    program.run(
      "plot --vectors made.txt --words words.txt --lines france:paris,sea:ship --json".split(separator: " ")
        .map(String.init)))
  #expect(answer.points.map(\.word) == ["paris", "rome", "sea", "tide", "france", "ship"])
  #expect(answer.points.map(\.group) == ["capitals", "capitals", "the sea", "the sea", "others", "others"])
  // If all words already have a group, there is no group `others`.
  let known = try program(
    "plot", "--vectors", "made.txt", "--words", "words.txt", "--lines", "rome:tide", "--out", "x.svg")
  #expect(known.status == 0)
  #expect(try !program.text("x.svg").contains(">others<"))
}

@Test func aPictureNeverOverwritesTheModel() throws {
  let program = try program()
  defer { program.remove() }
  try program.write("sea tide ship\ntide sea\n", to: "text.txt")
  let options = ["--embedding", "2", "--minimum-count", "1", "--subsample", "0", "--epochs", "2", "--quiet"]
  #expect(try program.run(["train", "text.txt"] + options).status == 0)
  let model = "runs/text-word2vec/model.safetensors"
  for options in [[], ["--model", "runs/text-word2vec"], ["--overwrite"]] {
    let result = try program.run(["plot", "--out", model, "--quiet"] + options)
    #expect(result.status == 73 && result.errors.contains("is an input"), "\(result.errors)")
  }
  #expect(try program("plot", "--out", "runs/text-word2vec/words.svg").status == 0)
}

@Test func aPictureGoesBesideItsModelAndReplacesNothing() throws {
  let program = try program()
  defer { program.remove() }
  try program.write("sea tide ship\ntide sea\n", to: "text.txt")
  let options = ["--embedding", "2", "--minimum-count", "1", "--subsample", "0", "--epochs", "2", "--quiet"]
  #expect(try program.run(["train", "text.txt"] + options).status == 0)
  let result = try program("plot")
  let picture = "runs/text-word2vec/words-pca.svg"
  #expect(result.output.hasPrefix("\(picture): The 3 most frequent words in text, PCA\n"), "\(result.errors)")
  #expect(try program("plot", "--quiet").output.hasPrefix("runs/text-word2vec/words-pca-2.svg: "))
  try program.write("mine", to: "mine.svg")
  let refused = try program("plot", "--out", "mine.svg", "--quiet")
  #expect(refused.status == 73 && refused.errors.contains("--overwrite"))
  #expect(try program.text("mine.svg") == "mine")
  #expect(try program("plot", "--out", "mine.svg", "--overwrite").status == 0)
  #expect(try program.text("mine.svg").hasPrefix("<svg"))
  // A new model in the folder removes the pictures of the old one.
  #expect(try program.run(["train", "text.txt", "--out", "runs/text-word2vec", "--overwrite"] + options).status == 0)
  #expect(!FileManager.default.fileExists(atPath: program.file(picture).path))
}

@Test func formerNamesOfPlotsOptionsStillWork() throws {
  let program = try program()
  defer { program.remove() }
  let result = try program(
    "plot", "--vectors", "made.txt", "--method", "t-sne", "--iterations", "20", "--json")
  #expect(
    result.errors == "--method is now called --projection\n--iterations is now called --steps\n")
  #expect(try decoded(result).projection == "t-sne")
}

@Test func tSNEIsTheSameForTheSameSeedOnAnyThreadCount() throws {
  let program = try program()
  defer { program.remove() }
  func places(_ options: String...) throws -> [Double] {
    let answer = try decoded(
      program.run(["plot", "--vectors", "made.txt", "--projection", "t-sne", "--steps", "120", "--json"] + options))
    #expect(
      answer.projection == "t-sne" && answer.divergence.map { $0 >= 0 && $0 < 3 } ?? false && answer.shares == nil)
    return answer.points.flatMap { [$0.x, $0.y] }
  }
  let one = try places("--threads", "1")
  #expect(try places("--threads", "3") == one)
  #expect(try places("--seed", "8") != one)
  #expect(try places("--perplexity", "4") != one)
  let text = try program("plot", "--vectors", "made.txt", "--projection", "t-sne", "--steps", "20")
  #expect(text.output.hasPrefix("words-t-sne.svg: ") && text.figures["divergence"] != nil)
  // Its coordinates mean nothing beyond near and far, so its axes have neither numbers nor names.
  let svg = try program.text("words-t-sne.svg")
  #expect(!svg.contains(">0<") && !svg.contains("coordinate") && svg.contains("words near each other are used alike"))
  #expect(svg.contains("most frequent words in made, t-SNE<"))
}

@Test(arguments: [
  WrongCommand("plot --vectors made.txt --out new --words nowhere.txt", 66, "nowhere.txt", "commas"),
  WrongCommand("plot --vectors made.txt --out new --words tide,shep,sea", 65, "shep", "ship"),
  WrongCommand("plot --vectors made.txt --out new --words=", 64, "--words must not be empty"),
  WrongCommand("plot --vectors made.txt --out new --words tide,sea", 64, "three words"),
  WrongCommand("plot --vectors made.txt --out new --words tide,sea,ship --count 5", 64, "--words", "--count"),
  WrongCommand("plot --vectors made.txt --out new --words empty.txt", 65, "empty.txt"),
  WrongCommand("plot --vectors made.txt --out new --words strange.txt", 65, "strange.txt", "none"),
  WrongCommand("plot --vectors made.txt --out new --near zeppelin", 65, "zeppelin"),
  WrongCommand("plot --vectors made.txt --out new --lines france", 64, "--lines", "france:paris"),
  WrongCommand("plot --vectors made.txt --out new --lines france:paris:rome", 64, "--lines"),
  WrongCommand("plot --vectors made.txt --out new --lines france:pariss", 65, "pariss", "paris"),
  WrongCommand("plot --vectors made.txt --out new --count 1", 64, "--count"),
  WrongCommand("plot --vectors made.txt --out new --count 5001", 64, "--count", "5000"),
  WrongCommand("plot --vectors made.txt --out new --projection tsne", 64, "t-sne"),
  WrongCommand("plot --vectors made.txt --out new --perplexity 5", 64, "--perplexity", "--projection t-sne"),
  WrongCommand("plot --vectors made.txt --out new --seed 5", 64, "--seed", "--projection t-sne"),
  WrongCommand("plot --vectors made.txt --out new --projection t-sne --perplexity 9", 64, "--perplexity", "8"),
  WrongCommand("plot --vectors made.txt --out new --projection t-sne --perplexity 0.5", 64, "--perplexity"),
  WrongCommand("plot --vectors made.txt --out new --projection t-sne --steps 0", 64, "--steps"),
  WrongCommand("plot --vectors made.txt --out made.txt", 73, "made.txt", "--out"),
  WrongCommand("plot --vectors made.txt --out made.txt --overwrite", 73, "made.txt", "input"),
  WrongCommand("plot --vectors made.txt --words strange.txt --out strange.txt --overwrite", 73, "strange.txt", "input"),
  WrongCommand("plot --vectors made.txt --out line.txt", 73, "line.txt", "--overwrite"),
  WrongCommand("plot --vectors made.txt --out nowhere/new.svg", 73, "nowhere/new.svg"),
  WrongCommand("plot --vectors line.txt --out new", 65, "one number"),
  WrongCommand("plot --vectors nowhere.txt --out new", 66, "nowhere.txt"),
  WrongCommand("game --vectors nowhere.txt", 66, "nowhere.txt"),
  WrongCommand("game --vectors made.txt --from 0", 64, "--from"),
  WrongCommand("game --vectors made.txt --seed -1", 64, "--seed"),
  WrongCommand("game --vectors marks.txt", 65, "suitable as a secret"),
])
func mistakesInPlotAndGameGetAClearMessage(_ command: WrongCommand) throws {
  let program = try program()
  defer { program.remove() }
  for (text, name) in [
    ("", "empty.txt"), ("zeppelin\n", "strange.txt"), ("3 1\na 1\nb 2\nc 3\n", "line.txt"),
    ("3 2\nthe 1 2\n, 2 2\nof 3 1\n", "marks.txt"),
  ] { try program.write(text, to: name) }
  try program.expectRefusal(command)
}
