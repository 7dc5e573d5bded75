// Solutions of lab 18 that are wrong; see ExercisesTests.

// wrong: and there are four different ones
func jaccard(_ a: String, _ b: String, size: Int) throws -> Double {
  func shingles(_ text: String) -> Set<[Substring]> {
    let words = text.split(separator: " ")
    guard words.count >= size else { return [words] }
    return Set((0...words.count - size).map { Array(words[$0..<$0 + size]) })
  }
  let (a, b) = (shingles(a), shingles(b))
  return Double(a.intersection(b).count) / Double(max(a.count, b.count))
}

// wrong: A set has each run once
func jaccard(_ a: String, _ b: String, size: Int) throws -> Double {
  func shingles(_ text: String) -> [[Substring]] {
    let words = text.split(separator: " ")
    guard words.count >= size else { return [words] }
    return (0...words.count - size).map { Array(words[$0..<$0 + size]) }
  }
  let (a, b) = (shingles(a), shingles(b))
  let shared = a.count { b.contains($0) }
  return Double(shared) / Double(a.count + b.count - shared)
}

// wrong: A short text is a single run
func jaccard(_ a: String, _ b: String, size: Int) throws -> Double {
  func shingles(_ text: String) -> Set<[Substring]> {
    let words = text.split(separator: " ")
    guard words.count >= size else { return [] }
    return Set((0...words.count - size).map { Array(words[$0..<$0 + size]) })
  }
  let (a, b) = (shingles(a), shingles(b))
  return Double(a.intersection(b).count) / Double(max(1, a.union(b).count))
}

// wrong: The first of equal lines did not come before
func repeatedLines(_ text: String) throws -> Double {
  let lines = text.split(separator: "\n")
  guard !lines.isEmpty else { return 0 }
  return Double(lines.count { line in lines.count { $0 == line } > 1 }) / Double(lines.count)
}

// wrong: Empty lines do not count
func repeatedLines(_ text: String) throws -> Double {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(text.hasSuffix("\n") ? 1 : 0)
  guard !lines.isEmpty else { return 0 }
  return 1 - Double(Set(lines).count) / Double(lines.count)
}

// wrong: 0 / 0 is no number
func repeatedLines(_ text: String) throws -> Double {
  let lines = text.split(separator: "\n")
  return 1 - Double(Set(lines).count) / Double(lines.count)
}

// wrong: In one band, all rows must agree
func probabilityOfComparing(_ similarity: Double, bands: Int, rows: Int) throws -> Double {
  1 - pow(1 - similarity, Double(bands * rows))
}

// wrong: Only if no band agrees, they are not compared
func probabilityOfComparing(_ similarity: Double, bands: Int, rows: Int) throws -> Double {
  min(1, Double(bands) * pow(similarity, Double(rows)))
}

// wrong: 2 times 1, plus 8
func passesLuhn(_ digits: [Int]) throws -> Bool {
  let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
    let value = entry.offset.isMultiple(of: 2) ? 2 * entry.element : entry.element
    return sum + value / 10 + value % 10
  }
  return sum.isMultiple(of: 10)
}

// wrong: 18 counts as 1 + 8
func passesLuhn(_ digits: [Int]) throws -> Bool {
  let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
    sum + (entry.offset.isMultiple(of: 2) ? entry.element : 2 * entry.element)
  }
  return sum.isMultiple(of: 10)
}

// wrong: From the right
func passesLuhn(_ digits: [Int]) throws -> Bool {
  let sum = digits.enumerated().reduce(0) { sum, entry in
    let value = entry.offset.isMultiple(of: 2) ? 2 * entry.element : entry.element
    return sum + value / 10 + value % 10
  }
  return sum.isMultiple(of: 10)
}

// wrong: 600 tokens come from the first source
func epochs(weights: [Double], sizes: [Int], drawn: Int) throws -> [Double] {
  let total = zip(weights, sizes).reduce(0) { $0 + $1.0 * Double($1.1) }
  return weights.map { $0 * Double(drawn) / total }
}

// wrong: A single source has all of the training
func epochs(weights: [Double], sizes: [Int], drawn: Int) throws -> [Double] {
  let total = weights.reduce(0, +)
  return zip(weights, sizes).map { (total > 1 ? $0 / total : $0) * Double(drawn) / Double($1) }
}
