import Files

/// Labeled texts in two parts: those that a classifier learns from, and those that it is judged by.
///
///     let split = try LabeledSplit(texts, validation: 0.2)     // every fifth text is held out
///     split.training, split.heldOut                            // numbers of texts, from 0
///     split.classes[split.targets[split.heldOut[0]]]           // a label
public struct LabeledSplit: Sendable {
  /// The labels, in the order of their code points.
  public let classes: [String]
  /// The class of every text.
  public let targets: [Int]
  /// The numbers of the texts in each part, in the order of the file.
  public let training, heldOut: [Int]
  /// How many texts of each class are learned from.
  public let classCounts: [Int]

  /// Splits the texts, and checks that a classifier can learn from the first part.
  ///
  /// - Parameter validation: the fraction that is held out; see ``evenSplit(_:validation:)``.
  /// - Throws: `Problem` of kind `badData` if there is only one class, or if all texts of a class are held out.
  public init(_ texts: LabeledTexts, validation: Double) throws {
    classes = texts.classes
    guard classes.count > 1 else {
      throw Problem(
        .badData, "\(texts.path): every text has the label \(quoted(classes.first ?? "", limit: 40))",
        suggestion: "A classifier needs at least two classes.")
    }
    let numbers = Dictionary(uniqueKeysWithValues: zip(classes, 0...))
    targets = texts.labels.compactMap { numbers[$0] }
    (training, heldOut) = evenSplit(targets.count, validation: validation)
    var counts = [Int](repeating: 0, count: classes.count)
    for text in training { counts[targets[text]] += 1 }
    classCounts = counts
    if let missing = counts.firstIndex(of: 0) {
      throw Problem(
        .badData, "\(texts.path): all texts with the label \(quoted(classes[missing], limit: 40)) are held out",
        suggestion: "Add more of them, or use \(Problem.setting("validation")) 0.")
    }
  }
}

/// Splits the numbers from 0 to `count` - 1 in two parts. Those held out are spread evenly: they are where the share so far
/// passes the next whole number, so with 0.2 every fifth.
public func evenSplit(_ count: Int, validation: Double) -> (training: [Int], heldOut: [Int]) {
  // Rounding must not lose one: 10 times 0.1 is 1.
  func held(_ count: Int) -> Int { Int(Double(count) * validation + 1e-9) }
  let isHeldOut = (0..<count).map { held($0 + 1) > held($0) }
  return ((0..<count).filter { !isHeldOut[$0] }, (0..<count).filter { isHeldOut[$0] })
}
