/// A model that others have published: its shape, the size that its authors name, and what training it took, where they
/// say so.
///
///     let xl = ModelFamily.gpt2.models[3]
///     xl.name               // "XL"
///     xl.totals.unique      // 1,557,611,200
///     xl.published          // "1,558M"
public struct KnownModel: Sendable {
  /// The name within the family: "XL", "70B".
  public let name: String
  /// The shape. Parts that this library does not have, such as Gopher's relative positions, are in ``extraParameters``.
  public let configuration: GPTConfiguration
  /// The size as its authors write it: "6.7B".
  public let published: String
  /// The number of parameters in the published weights; nil if they were not published.
  public var publishedCount: Int?
  /// The parameters of parts that the configuration cannot express.
  public var extraParameters = 0
  /// Why the published size is not the count, rounded, or where the published shape contradicts it; nil if all agrees.
  public var remark: String?
  /// What its training took; nil if that is not published.
  public var training: KnownTraining?

  init(_ name: String, published: String, _ configuration: GPTConfiguration) {
    (self.name, self.published, self.configuration) = (name, published, configuration)
  }

  /// The number of parameters that follows from the shape, counted in three ways.
  public var totals: ParameterTotals {
    let totals = configuration.parameterTotals
    return ParameterTotals(
      all: totals.all + extraParameters, unique: totals.unique + extraParameters,
      withoutEmbeddings: totals.withoutEmbeddings + extraParameters)
  }

  /// Whether the count, rounded to as many digits as the published size has, is the published size.
  public var isAsPublished: Bool {
    guard let unit = published.last, let scale = ["M": 1e6, "B": 1e9][unit] else { return false }
    let digits = published.dropLast().filter { $0 != "," }
    guard let size = Double(digits) else { return false }
    let decimals = digits.split(separator: ".").dropFirst().first?.count ?? 0
    // One in the last decimal place that is written.
    let place = (0..<decimals).reduce(scale) { place, _ in place / 10 }
    return ((Double(totals.unique) / place).rounded() - (size * scale / place).rounded()).magnitude < 0.5
  }
}
