import Corpora
import Files
import Foundation

/// Removes documents that are nearly the same as one before: copies with another date, another title or a few changed
/// words.
///
/// ``MinHash`` signatures are compared if they agree in one band (see ``Settings``), and the document is removed if at
/// least the given fraction of its signature agrees. Per document that stays, `2 * bands * rows` bytes are remembered,
/// and about half as many for looking it up: 350 bytes by default.
public struct NearDuplicates: CleaningStep {
  /// How similar is too similar, and how it is found out.
  public struct Settings: Equatable, Sendable {
    /// Documents of at least this similarity are near duplicates, from 0 to 1.
    public var similarity = 0.7
    /// The number of bands: with more of them, fewer near duplicates are missed, in more time.
    public var bands = 14
    /// The number of rows of a band: with more of them, fewer documents are compared in vain, and more are missed.
    public var rows = 8
    /// The number of words that are compared as a whole.
    public var shingle = 5

    /// Creates the usual settings: 112 hash functions, and half of all pairs of similarity 0.69 are found, 92 % of
    /// those of 0.8, and all but one in 2,000 of those of 0.9.
    public init() {}

    /// The probability that two documents of this similarity agree in one band, so that they are compared.
    public func probability(ofComparing similarity: Double) -> Double {
      1 - pow(1 - pow(similarity, Double(rows)), Double(bands))
    }
  }

  /// `near-duplicates`.
  public let name = "near-duplicates"
  private let settings: Settings
  private let minHash: MinHash
  private var table: BandTable
  /// Where the documents of the table are.
  private var places: [Place] = []

  /// Creates the step.
  public init(_ settings: Settings = Settings()) {
    require(
      settings.similarity > 0 && settings.similarity <= 1, "NearDuplicates: a similarity of \(settings.similarity)")
    self.settings = settings
    minHash = MinHash(count: settings.bands * settings.rows, shingle: settings.shingle)
    table = BandTable(bands: settings.bands, rows: settings.rows)
  }

  /// Removes documents that are like one before.
  public mutating func clean(_ documents: [TextDocument]) -> [Verdict] {
    let minHash = minHash
    let signatures = mapOnThreads(documents) { document in
      let shingles = minHash.shingles(of: document.text)
      // A document without words is like no other.
      return shingles.isEmpty ? nil : minHash.signature(ofShingles: shingles)
    }
    return zip(documents, signatures).map { document, signature in
      guard let signature else { return .unchanged }
      var similarity = 0.0
      let found = table.first(like: signature) { number in
        similarity = minHash.similarity(signature, table.signature(number))
        return similarity >= settings.similarity
      }
      if let found {
        return .removed(because: String(format: "%.0f %% like ", 100 * similarity) + "\(places[found])")
      }
      table.add(signature)
      places.append(Place(document))
      return .unchanged
    }
  }
}
