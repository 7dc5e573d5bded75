import Corpora
import Files
import Foundation
import TestSupport
import Testing

struct MixtureTests {
  @Test func sharesAndEpochsFollowFromWeights() throws {
    let mixture = try Mixture(sources: [.init(file: "a", weight: 3), .init(file: "b", weight: 1)])
    #expect(mixture.shares == [0.75, 0.25])
    #expect(mixture.epochs(ofSizes: [1000, 100], drawing: 800) == [0.6, 2])
  }

  /// The course's table gives a share and the epochs of each source, so the sizes follow, and from these the epochs.
  @Test func theEpochsOfLlamaComeBack() throws {
    let table: [(String, Double, Double)] = [
      ("CommonCrawl", 67, 1.10), ("C4", 15, 1.06), ("GitHub", 4.5, 0.64), ("Wikipedia", 4.5, 2.45),
      ("books", 4.5, 2.23), ("arXiv", 2.5, 1.06), ("StackExchange", 2, 1.03),
    ]
    let drawn = 1_400_000_000_000
    let mixture = try Mixture(sources: table.map { Mixture.Source(file: $0.0, weight: $0.1) })
    let sizes = table.map { Int($0.1 / 100 * Double(drawn) / $0.2) }
    let epochs = mixture.epochs(ofSizes: sizes, drawing: drawn)
    for (found, row) in zip(epochs, table) { #expect(abs(found - row.2) < 1e-6, "\(row.0)") }
  }

  @Test func aFileIsReadAsItWasWritten() throws {
    let mixture = try Mixture(sources: [.init(file: "web.txt", weight: 0.5), .init(file: "b c.txt", weight: 12)])
    try withTemporaryFolder { folder in
      try writeFile(json: mixture, to: folder + "/mixture.json")
      #expect(try Mixture(contentsOf: folder + "/mixture.json") == mixture)
    }
  }

  @Test(arguments: [
    "", "[]", "{}", #"{"sources": []}"#, #"{"sources": [{"file": "a"}]}"#,
    #"{"sources": [{"file": "a", "weight": 0}]}"#, #"{"sources": [{"file": "a", "weight": -1}]}"#,
    #"{"sources": [{"file": "a", "weight": 1e300}]}"#, #"{"sources": [{"file": "", "weight": 1}]}"#,
    #"{"sources": [{"file": "a", "weight": 1}, {"file": "a", "weight": 2}]}"#, #"{"sources": {"a": 1}}"#,
  ])
  func badFilesAreRefused(text: String) throws {
    try withFile(text.utf8) { path in
      let found = try problem(.badData) { _ = try Mixture(contentsOf: path) }
      #expect(found.message.contains(path))
    }
  }

  @Test func aMissingFileIsMissing() throws {
    _ = try problem(.missing) { _ = try Mixture(contentsOf: "no-such-mixture.json") }
  }
}
