import Files
import Foundation

/// Several texts and how much of the training each gets.
///
///     let mixture = try Mixture(sources: [.init(file: "web.txt", weight: 3), .init(file: "books.txt", weight: 1)])
///     mixture.shares                                                   // [0.75, 0.25]
///     mixture.epochs(ofSizes: [1000, 100], drawing: 800)               // [0.6, 2.0]
///
/// Small good sources usually get more than their size: Llama's training read Wikipedia 2.45 times and its code from
/// GitHub 0.64 times (Touvron et al., 2023, table 1).
///
/// Its file is JSON: `{"sources": [{"file": "web.txt", "weight": 3}, {"file": "books.txt", "weight": 1}]}`.
public struct Mixture: Equatable, Sendable {
  /// A text and its weight.
  public struct Source: Codable, Equatable, Sendable {
    /// The path of the text file, from the working folder.
    public let file: String
    /// The weight, above 0. Only its ratio to the other weights counts.
    public let weight: Double

    /// Creates a source.
    public init(file: String, weight: Double) { (self.file, self.weight) = (file, weight) }
  }

  /// The sources, in order.
  public let sources: [Source]

  /// Creates a mixture.
  ///
  /// - Throws: `Problem` of kind `badData` if there is no source, if a weight is not a number above 0, or if a file is
  ///   named twice.
  public init(sources: [Source]) throws {
    guard !sources.isEmpty else { throw Problem(.badData, "the mixture has no source") }
    var files: Set<String> = []
    for source in sources {
      guard source.weight > 0, source.weight <= Self.largestWeight else {
        throw Problem(
          .badData,
          "the weight of \(quoted(source.file)) is \(source.weight); it must be above 0 and at most \(Self.largestWeight)"
        )
      }
      guard !source.file.isEmpty, files.insert(source.file).inserted else {
        throw Problem(
          .badData, source.file.isEmpty ? "a source has no file" : "\(quoted(source.file)) is a source twice",
          suggestion: "Give each file one weight.")
      }
    }
    self.sources = sources
  }

  /// Far more than anyone needs; sums of weights stay finite.
  private static let largestWeight = 1e15

  /// Reads a mixture from a JSON file.
  ///
  /// - Throws: `Problem` of kind `missing` if the file cannot be read, `badData` if it is no valid mixture.
  public init(contentsOf path: String) throws {
    self = try readFile(json: Mixture.self, describing: "a mixture of texts, {\"sources\": [...]}", at: path)
  }

  /// The fraction of the training that each source gets; together 1.
  public var shares: [Double] {
    let total = sources.reduce(0) { $0 + $1.weight }
    return sources.map { $0.weight / total }
  }

  /// Returns how many times each source is read if `count` characters or tokens are drawn in all.
  ///
  /// - Parameter sizes: the length of each source, above 0, in the same unit.
  public func epochs(ofSizes sizes: [Int], drawing count: Int) -> [Double] {
    require(
      sizes.count == sources.count && sizes.allSatisfy { $0 > 0 } && count >= 0,
      "Mixture: \(count) drawn from \(sources.count) sources of sizes \(sizes)")
    return zip(shares, sizes).map { $0 * Double(count) / Double($1) }
  }
}

extension Mixture: Codable {
  private enum CodingKeys: CodingKey { case sources }

  /// Reads the sources, and checks them.
  public init(from decoder: any Decoder) throws {
    try self.init(sources: decoder.container(keyedBy: CodingKeys.self).decode([Source].self, forKey: .sources))
  }
}
