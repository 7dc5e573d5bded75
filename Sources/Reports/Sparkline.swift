/// A curve of one line of text, such as `█▆▅▃▂▂▁▁`: the higher a block, the larger the value.
///
///     Sparkline([4, 3, 2, 1, 1, 1], width: 3).description  // "█▂▁"
public struct Sparkline: CustomStringConvertible, Sendable {
  /// The curve.
  public let description: String
  private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// Creates the curve of some values, in at most `width` characters; each is the mean of as many neighbors. Values that
  /// are not finite are left out.
  public init(_ values: [Double], width: Int) {
    let values = values.filter(\.isFinite)
    let count = min(values.count, max(0, width))
    let means = (0..<count).map { i in
      let neighbors = values[i * values.count / count..<(i + 1) * values.count / count]
      return neighbors.reduce(0) { $0 + $1 / Double(neighbors.count) }
    }
    let (low, high) = (means.min() ?? 0, means.max() ?? 0)
    // Values that are all the same are low; halves keep the range of the largest numbers finite.
    let range = high / 2 - low / 2
    description = String(
      means.map { mean in
        let share = range > 0 ? (mean / 2 - low / 2) / range : 0
        return Self.blocks[min(7, Int(share * 8))]
      })
  }
}
