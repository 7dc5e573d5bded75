import Files
import Pages
import Tensors
import Transformers

/// A model of an earlier step of the same run.
public struct KeptModel: Sendable {
  /// The step.
  public let step: Int
  /// The model's folder.
  public let folder: String

  /// Creates a reference to a model folder.
  public init(step: Int, folder: String) { (self.step, self.folder) = (step, folder) }
}

/// The models of a page: the one that it is about, and as many earlier ones as fit.
///
/// The model's own network is always exact, so the page writes the same tokens as the Swift program. If a memory of
/// n-grams makes the page larger than 8 MB, the memory is rounded to sixteen bits; the tokens are then nearly always the
/// same. If that takes more than 16 MB, it is rounded to eight bits. Earlier models are rounded to eight bits.
struct ExplorerModels {
  /// The most bytes of a page whose numbers are exact, of one with a memory of sixteen bits, and of one with a memory and
  /// kept models.
  private static let (exactSize, sixteenBitSize, memorySize) = (8_000_000, 16_000_000, 24_000_000)
  /// What is in the page besides the models, in bytes.
  private static let otherParts = 250_000
  /// The most numbers that the network of a page can have: base64 of them takes 85 MB.
  private static let mostNumbers = 16_000_000

  /// All models, the earliest first.
  private(set) var packed: [StoredModel.Packed] = []
  /// Which of them is the one that the page is about.
  private(set) var chosen = 0
  /// How many kept models are left out, because the page would be too large.
  private(set) var leftOut = 0
  /// The precision of the memory's numbers.
  let memoryPrecision: PackedNumbers.Precision

  /// Packs a model and earlier ones.
  ///
  /// - Parameters:
  ///   - step: the step at which the model was trained so far; nil if that is not known.
  ///   - others: how many characters the page needs for other things.
  /// - Throws: `Problem` of kind `badData` if the model is too large or a kept model has another form, and the errors of
  ///   reading a model.
  init(_ model: GPT, step: Int?, kept: [KeptModel], others: Int) throws {
    let stored = StoredModel(model)
    guard stored.networkCount <= Self.mostNumbers else {
      throw Problem(
        .badData,
        "the model has \(grouped(stored.networkCount)) parameters, and a page can hold \(grouped(Self.mostNumbers))")
    }
    func size(_ precision: PackedNumbers.Precision) -> Int {
      Self.otherParts + others + stored.size(network: .exact, memory: precision)
    }
    memoryPrecision =
      model.memory == nil || size(.exact) <= Self.exactSize
      ? .exact : size(.sixteen) <= Self.sixteenBitSize ? .sixteen : .eight
    let limit = model.memory == nil ? Self.exactSize : Self.memorySize
    let earlier = stored.size(network: .eight, memory: .eight)
    // The model itself can have been kept, too.
    let former = kept.filter { $0.step != step }
    let shown = spread(former, count: max(0, limit - size(memoryPrecision)) / max(1, earlier))
    leftOut = former.count - shown.count
    let map = TokenMap(model.tokenEmbedding.weight)
    let own = stored.packed(
      name: step.map { "step \(grouped($0)), the model itself" } ?? "the model itself", network: .exact,
      memory: memoryPrecision, map: map)
    var isAdded = false
    for item in shown {
      if !isAdded, let step, step <= item.step { add(own, isAdded: &isAdded) }
      let earlier = try SavedGPT.model(in: item.folder)
      guard earlier.configuration == model.configuration else {
        throw Problem(.badData, "\(item.folder) holds a model of another form than the run's own")
      }
      packed.append(
        StoredModel(earlier).packed(
          name: "step \(grouped(item.step))", network: .eight, memory: .eight,
          map: map.flatMap { TokenMap(earlier.tokenEmbedding.weight)?.turned(like: $0) }))
    }
    if !isAdded { add(own, isAdded: &isAdded) }
  }

  private mutating func add(_ own: StoredModel.Packed, isAdded: inout Bool) {
    chosen = packed.count
    packed.append(own)
    isAdded = true
  }
}
