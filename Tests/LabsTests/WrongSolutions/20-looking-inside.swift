// Solutions of lab 20 that are wrong; see ExercisesTests.

// wrong: the logarithm to base 2
func surprise(_ probability: Double) throws -> Double { -log(probability) }

// wrong: with the sign changed
func surprise(_ probability: Double) throws -> Double { log2(probability) }

// wrong: The first row has nothing before it
func lookBack(_ attention: [[Double]], distance: Int) throws -> Double {
  attention.map { $0.count > distance ? $0[$0.count - 1 - distance] : 0 }.reduce(0, +) / Double(attention.count)
}

// wrong: One place back
func lookBack(_ attention: [[Double]], distance: Int) throws -> Double {
  let rows = attention.filter { $0.count > distance }
  return rows.map { $0[distance] }.reduce(0, +) / Double(rows.count)
}

// wrong: 0 log 0 counts as 0
func placesSeen(_ weights: [Double]) throws -> Double { pow(2, -weights.reduce(0) { $0 + $1 * log2($1) }) }

// wrong: should be 4
func placesSeen(_ weights: [Double]) throws -> Double {
  -weights.filter { $0 > 0 }.reduce(0) { $0 + $1 * log2($1) } + 1
}

// wrong: Compare all heads of all layers
func bestHead(_ attention: [[[[Double]]]], distance: Int) throws -> [Int] {
  let scores = try attention[0].map { try lookBack($0, distance: distance) }
  return [0, scores.firstIndex(of: scores.max()!)!]
}

// wrong: The distance decides which head is best
func bestHead(_ attention: [[[[Double]]]], distance: Int) throws -> [Int] {
  var best = (score: -1.0, place: [0, 0])
  for (layer, heads) in attention.enumerated() {
    for (head, weights) in heads.enumerated() {
      let score = try lookBack(weights, distance: 1)
      if score > best.score { best = (score, [layer, head]) }
    }
  }
  return best.place
}

// wrong: The logits are 1, 2 and -3
func lens(_ stream: [Double], rows: [[Double]]) throws -> Int {
  let logits = rows.map { row in abs(zip(stream, row).map(*).reduce(0, +)) }
  return logits.firstIndex(of: logits.max()!)!
}

// wrong: The first of equal ones counts
func lens(_ stream: [Double], rows: [[Double]]) throws -> Int {
  let logits = rows.map { row in zip(stream, row).map(*).reduce(0, +) }
  return logits.lastIndex(of: logits.max()!)!
}
