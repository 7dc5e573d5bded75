// Solutions of lab 04 that are wrong; see ExercisesTests.

// wrong: Neighbors are on both sides
func skipGramPairs(of words: [String], window: Int) throws -> [[String]] {
  words.indices.flatMap { middle in
    (middle...min(words.count - 1, middle + window)).dropFirst().map { [words[middle], words[$0]] }
  }
}

// wrong: The same word at another position is a neighbor
func skipGramPairs(of words: [String], window: Int) throws -> [[String]] {
  words.indices.flatMap { middle in
    (max(0, middle - window)...min(words.count - 1, middle + window)).filter { words[$0] != words[middle] }
      .map { [words[middle], words[$0]] }
  }
}

// wrong: Each row is multiplied by sigma(z) - t
func negativeSamplingLoss(
  x: [Double], y: [Double], negatives: [[Double]]
) throws -> (loss: Double, slopes: [Double]) {
  var loss = 0.0
  var slopes = x.map { _ in 0.0 }
  for (row, truth) in [(y, 1.0)] + negatives.map({ ($0, 0.0) }) {
    let z = zip(x, row).map { $0 * $1 }.reduce(0, +)
    loss += log(1 + exp(truth == 1 ? -z : z))
    let error = truth - 1 / (1 + exp(-z))
    for i in slopes.indices { slopes[i] += error * row[i] }
  }
  return (loss, slopes)
}

// wrong: the words of the question are not allowed as answers
func answerToAnalogy(
  _ a: String, isTo b: String, as c: String, in vectors: [String: [Double]]
) throws -> String {
  b
}

// wrong: Skip the words of the question
func answerToAnalogy(
  _ a: String, isTo b: String, as c: String, in vectors: [String: [Double]]
) throws -> String {
  func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).map { $0 * $1 }.reduce(0, +) }
  func unit(_ word: String) -> [Double] {
    let row = vectors[word] ?? []
    let length = product(row, row).squareRoot()
    return row.map { $0 / length }
  }
  let (ua, ub, uc) = (unit(a), unit(b), unit(c))
  let sum = ua.indices.map { ub[$0] - ua[$0] + uc[$0] }
  return vectors.keys.max { product(unit($0), sum) < product(unit($1), sum) }!
}

// wrong: Biases: one for each hidden and each output unit
func parametersOfWordModels(
  vocabulary v: Int, dimensions d: Int
) throws -> (plain: Int, word2vec: Int, glove: Int) {
  (2 * v * d, 2 * v * d, 2 * v * d + 2 * v)
}
