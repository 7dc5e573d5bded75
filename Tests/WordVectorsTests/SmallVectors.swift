import Corpora
import Foundation
import Tensors
import TestSupport

@testable import WordVectors

/// Vectors that can be checked by hand, in the order given.
func wordVectors(_ words: KeyValuePairs<String, [Float]>) -> WordVectors {
  var vocabulary = WordVocabulary()
  for (word, _) in words { vocabulary.add(word) }
  let dimensions = words.first?.value.count ?? 0
  return WordVectors(words: vocabulary, vectors: Tensor([words.count, dimensions], words.flatMap(\.value)))
}

/// Random vectors of the words w0, w1 and so on.
func randomVectors(count: Int, dimensions: Int, seed: UInt64 = 1) -> WordVectors {
  var random = RandomValues(seed: seed)
  var vocabulary = WordVocabulary()
  for number in 0..<count { vocabulary.add("w\(number)") }
  return WordVectors(
    words: vocabulary, vectors: Tensor([count, dimensions], random.floats(count * dimensions)))
}

extension WordVectors {
  /// The words that were found.
  func names(_ matches: [Match]) -> [String] { matches.map { words[$0.word] } }
}

/// The naive reference: answers queries word by word, in double precision.
struct NaiveWordVectors {
  private let units: [[Double]]

  init(_ vectors: WordVectors) {
    units = (0..<Int32(vectors.count)).map { number in
      let vector = vectors[number].map(Double.init)
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      return vector.map { length > 0 ? $0 / length : 0 }
    }
  }

  /// The cosines between a weighted sum of words and every word.
  func cosines(_ terms: [(word: Int, weight: Double)]) -> [Double] {
    var sum = units[0].map { _ in 0.0 }
    for (word, weight) in terms { for i in sum.indices { sum[i] += weight * units[word][i] } }
    let length = sum.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return units.map { unit in length > 0 ? zip(unit, sum).reduce(0) { $0 + $1.0 * $1.1 } / length : 0 }
  }

  /// The answer to "a is to b as c is to ...", among the first `limit` words.
  func answer(_ a: Int, _ b: Int, _ c: Int, amongFirst limit: Int) -> Int {
    let cosines = cosines([(a, -1), (b, 1), (c, 1)])
    return (0..<limit).filter { ![a, b, c].contains($0) }.max { cosines[$0] < cosines[$1] }!
  }
}

/// Writes a temporary file for `body`, which gets its path, and removes it afterward.
func withVectorFile<Result>(_ bytes: some Sequence<UInt8> = [], _ body: (String) throws -> Result) throws -> Result {
  let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).vectors").path
  defer { try? FileManager.default.removeItem(atPath: path) }
  try Data(bytes).write(to: URL(fileURLWithPath: path))
  return try body(path)
}
