// Solutions of lab 02 that are wrong; see ExercisesTests.

// wrong: Make letters lower case
func wordVector(of text: String, over vocabulary: [String]) throws -> [Int] {
  let words = text.split(separator: " ").map(String.init)
  return vocabulary.map { word in words.count { $0 == word } }
}

// wrong: A word inside another word
func wordVector(of text: String, over vocabulary: [String]) throws -> [Int] {
  vocabulary.map { text.lowercased().components(separatedBy: $0).count - 1 }
}

// wrong: Divide by both lengths
func cosine(_ x: [Double], _ y: [Double]) throws -> Double {
  zip(x, y).map { $0 * $1 }.reduce(0, +)
}

// wrong: a vector of zeros is a special case
func cosine(_ x: [Double], _ y: [Double]) throws -> Double {
  func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).map { $0 * $1 }.reduce(0, +) }
  return product(x, y) / (product(x, x) * product(y, y)).squareRoot()
}

// wrong: grows by the size of the vocabulary
func bayesWeight(count: Int, total: Int, vocabularySize: Int) throws -> Double {
  log(Double(count + 1) / Double(total + 1))
}

// wrong: The biases remain
func praiseScore(of text: String, learnedFrom examples: [(text: String, isPraise: Bool)]) throws -> Double {
  let vocabulary = Set(examples.flatMap { $0.text.split(separator: " ").map(String.init) }).sorted()
  let x = try wordVector(of: text, over: vocabulary)
  return try [true, false].map { isPraise in
    let words = examples.filter { $0.isPraise == isPraise }.map(\.text).joined(separator: " ")
    let counts = try wordVector(of: words, over: vocabulary)
    let total = counts.reduce(0, +)
    return try zip(x, counts).map { n, count in
      try Double(n) * bayesWeight(count: count, total: total, vocabularySize: vocabulary.count)
    }.reduce(0, +) * (isPraise ? 1 : -1)
  }.reduce(0, +)
}
