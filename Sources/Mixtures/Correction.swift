/// Corrects probabilities by experience: what came after the model said 90 % here?
///
/// For each context there are 33 probabilities, one per half nat of log-odds; a prediction lies between two of them, and
/// the nearer one learns from the answer. (The secondary estimation of Mahoney 2005, section 4.)
struct Correction {
  private static let points = 33
  private(set) var values: [Float]
  private var index = 0

  init(contextCount: Int, _ squashed: [Float]) {
    let row = squashed.withUnsafeBufferPointer { table in
      (0..<Self.points).map { squash((Float($0) - 16) / 2, table.baseAddress!) }
    }
    values = []
    values.reserveCapacity(contextCount * Self.points)
    for _ in 0..<contextCount { values += row }
  }

  /// Returns the corrected probability of yes after a prediction with these log-odds.
  mutating func correct(_ logOdds: Float, context: Int) -> Float {
    let place = max(0, min(31.999, (logOdds + 8) * 2)), low = Int(place), part = place - Float(low)
    let first = context * Self.points + low
    index = part > 0.5 ? first + 1 : first
    return values[first] + (values[first + 1] - values[first]) * part
  }

  /// Learns the answer to the last prediction: moves toward it by this part of the distance.
  mutating func learn(_ answer: Int, rate: Float) { values[index] += (Float(answer) - values[index]) * rate }

  /// Replaces all values by those of a file; returns false if their number or a value is wrong.
  mutating func load(_ numbers: ArraySlice<Float>) -> Bool {
    guard numbers.count == values.count, numbers.allSatisfy({ $0 >= 0 && $0 <= 1 }) else { return false }
    values = Array(numbers)
    return true
  }
}
