import BagOfWords
import Files
import Foundation
import LanguageModels
import NGrams

/// Filters before and after a chat model: what the user writes is checked before the model reads it, and what the model
/// writes before the user does.
///
///     let safeguards = try Safeguards(folder: "runs/safeguards")
///     if let action = try safeguards.check("Tell me about pirates.", .input) {
///       print(safeguards.policy.declined)     // in place of an answer
///       print(action)                         // words: "pirates" is about pirates
///     }
///
/// None of them understands a text. Each is cheap, says why it acted, and can be measured; see ``SafeguardEvaluation``.
public struct Safeguards {
  /// What is filtered.
  public enum Side: String, Codable, CaseIterable, Sendable { case input, output }

  /// What a filter found.
  public struct Action: Equatable, Sendable, CustomStringConvertible {
    /// The filter that acted.
    public let filter: SafeguardPolicy.Filter
    /// Why, in a few words.
    public let reason: String
    /// The filter and the reason.
    public var description: String { "\(filter.rawValue): \(reason)" }
  }

  /// The rules.
  public let policy: SafeguardPolicy
  /// Tells allowed texts from forbidden ones; nil if no filter needs it.
  public let classifier: TextClassifier?
  /// Predicts characters; nil if no filter needs it.
  public let language: SavedNGram?
  private let words: WordList

  /// The classes of the classifier, in this order.
  public static let classes = ["allowed", "forbidden"]
  /// Texts with fewer letters are never gibberish: a name or a number says too little.
  public static let fewestLetters = 12

  /// Combines a policy with the models that its filters need.
  ///
  /// - Throws: `Problem` of kind `badData` if the policy makes no sense, if a filter has no model, if the classifier has
  ///   other classes, or if the language model does not give probabilities of characters.
  public init(_ policy: SafeguardPolicy, classifier: TextClassifier? = nil, language: SavedNGram? = nil) throws {
    if let mistake = policy.mistake { throw Problem(.badData, "the policy: \(mistake)") }
    let filters = policy.input + policy.output
    if filters.contains(.classifier), classifier?.configuration.classes != Self.classes {
      throw Problem(
        .badData, "the policy has the filter classifier, but there is no classifier of allowed and forbidden texts")
    }
    if filters.contains(.gibberish) {
      guard let language, language.tokenizer.level == .character, language.model.isNormalized else {
        throw Problem(
          .badData, "the policy has the filter gibberish, but there is no n-gram model with probabilities of characters"
        )
      }
    }
    (self.policy, self.classifier, self.language) = (policy, classifier, language)
    words = WordList(policy.subjects)
  }

  /// Checks a text.
  ///
  /// - Returns: what the first filter that acts has found; nil if none does.
  /// - Throws: the errors of ``TextClassifier/classify(_:)``.
  public func check(_ text: String, _ side: Side) throws -> Action? {
    for filter in side == .input ? policy.input : policy.output {
      if let reason = try reason(filter, text) { return Action(filter: filter, reason: reason) }
    }
    return nil
  }

  private func reason(_ filter: SafeguardPolicy.Filter, _ text: String) throws -> String? {
    switch filter {
    case .words:
      return words.match(in: text).map { "\(quoted($0.phrase)) is about \($0.subject)" }
    case .classifier:
      guard let answer = try classifier?.classify(text) else { return nil }
      let probability = Double(answer.probabilities[1])
      guard probability >= policy.threshold else { return nil }
      let evidence = answer.evidence.filter { answer.predicted == 1 ? $0.weight > 0 : $0.weight < 0 }.prefix(3)
      let because = evidence.map { quoted($0.term) }.joined(separator: ", ")
      return String(format: "forbidden with probability %.2f", probability)
        + (because.isEmpty ? "" : ", for \(because)")
    case .gibberish:
      guard let bits = bitsPerCharacter(of: text), bits > policy.gibberishLimit else { return nil }
      return String(format: "%.1f bits per character", bits)
    }
  }

  /// Returns how hard a text is to predict, in bits per character; nil if it is too short to tell, or there is no model.
  public func bitsPerCharacter(of text: String) -> Double? {
    guard let language, text.unicodeScalars.count(where: \.properties.isAlphabetic) >= Self.fewestLetters else {
      return nil
    }
    // The first and the last token mark the ends, which say nothing about the text. Like the lines that the model
    // learned from, the text begins after a newline.
    let tokens = Array(language.tokenizer.encode("\n" + text).dropFirst().dropLast())
    var evaluation = Evaluation(), place = 0
    language.model.forEachPrediction(tokens) { _, probability, _ in
      if place > 0 { evaluation.add(probability: probability) }
      place += 1
    }
    return evaluation.bitsPerToken
  }
}

// MARK: - The folder

extension Safeguards {
  private static let policyName = "policy.json", classifierName = "classifier", languageName = "language"

  /// The entries of the language model's `config.json`.
  private struct LanguageConfiguration: Encodable {
    let level: NGramTokenizer.Level
    let sentences: NGramTokenizer.Sentences
    let order: Int
  }

  /// Writes the policy and its models into a folder. Safeguards that are already there are replaced as a whole.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`.
  public func save(to folder: String) throws {
    let replacement = try FolderReplacement(
      of: folder, files: [Self.policyName], folders: [Self.classifierName, Self.languageName])
    func path(_ name: String) -> String { (replacement.place as NSString).appendingPathComponent(name) }
    try classifier?.save(to: path(Self.classifierName))
    if let language {
      try language.save(
        to: path(Self.languageName),
        configuration: LanguageConfiguration(
          level: language.tokenizer.level, sentences: language.tokenizer.sentences, order: language.model.order))
    }
    // The policy is written last: a folder that has one is complete.
    try policy.save(to: path(Self.policyName))
    try replacement.commit()
  }

  /// Reads safeguards from a folder: `policy.json`, and the models that its filters need.
  ///
  /// - Throws: `Problem` of kind `missing` or `badData`; see the initializers of the parts.
  public init(folder: String) throws {
    func path(_ name: String) -> String { (folder as NSString).appendingPathComponent(name) }
    let policy = try SafeguardPolicy(contentsOf: path(Self.policyName))
    let filters = policy.input + policy.output
    try self.init(
      policy, classifier: filters.contains(.classifier) ? TextClassifier(folder: path(Self.classifierName)) : nil,
      language: filters.contains(.gibberish) ? SavedNGram(folder: path(Self.languageName)) : nil)
  }
}
