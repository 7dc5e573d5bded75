import Conversations
import Corpora
import Files
import Numerics

/// A text, and what safeguards should make of it.
public struct SafeguardExample: Equatable, Sendable {
  /// What it is.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    /// Nobody should stop it.
    case allowed
    /// It asks for a subject of the policy.
    case forbidden
    /// It is no language.
    case gibberish
  }

  /// The text.
  public var text: String
  /// What it is.
  public var kind: Kind

  /// Creates an example.
  public init(_ text: String, _ kind: Kind) { (self.text, self.kind) = (text, kind) }

  /// Reads lines of a kind, a tab and a text.
  ///
  /// - Throws: the errors of `LabeledTexts(tsv:)`; `Problem` of kind `badData` with the number of the line if a kind is
  ///   unknown.
  public static func read(_ path: String) throws -> [SafeguardExample] {
    let texts = try LabeledTexts(tsv: path)
    return try texts.labels.indices.map { i in
      guard let kind = Kind(rawValue: texts.labels[i]) else {
        throw Problem(
          .badData,
          "\(inputName(path)): line \(texts.lines[i]) has the unknown kind \(quoted(texts.labels[i], limit: 40))",
          suggestion: "Kinds are \(Kind.allCases.map(\.rawValue).joined(separator: ", ")).")
      }
      return SafeguardExample(texts.documents[i], kind)
    }
  }
}

/// Texts to train safeguards with, and others to test them with.
///
/// Forbidden requests name a subject, or describe it without its name ("those who rob ships at sea"), which no word
/// list finds. Allowed ones are the questions of ``AssignmentSets``, and near misses that share words with the
/// forbidden ones ("a giant pot"). The test has other wordings of the requests than training, and other gibberish.
public struct SafeguardExamples: Sendable {
  /// Examples to train with, and to test with.
  public let training: [SafeguardExample], testing: [SafeguardExample]

  /// Draws examples; the same seed draws the same ones on every machine.
  ///
  /// - Parameters:
  ///   - training: the number of examples to train with; a third is forbidden, and a fifteenth gibberish.
  ///   - testing: the number to test with.
  public init(of world: World, training: Int = 1500, testing: Int = 600, seed: UInt64) {
    let sets = AssignmentSets(of: world, training: training, testing: testing, seed: seed)
    func questions(_ assignments: [Assignment]) -> [String] {
      assignments.filter { $0.kind != .forbidden }.compactMap { $0.prompt.last?.content }
    }
    var source = Source(questions(sets.training), RandomGenerator(seed: seed, stream: 200), isTest: false)
    self.training = source.examples(training)
    // A form that a system text asks for can make the only difference to a question of training.
    let seen = Set(self.training.map(\.text))
    let unseen = ["held-out-facts", "held-out-phrasings", "held-out-combinations", "unknown"].flatMap {
      questions(sets.tests[$0] ?? []).filter { !seen.contains($0) }
    }
    source = Source(unseen, RandomGenerator(seed: seed, stream: 201), isTest: true)
    self.testing = source.examples(testing)
  }
}

private struct Source {
  let questions: [String]
  var generator: RandomGenerator
  let isTest: Bool

  init(_ questions: [String], _ generator: RandomGenerator, isTest: Bool) {
    (self.questions, self.generator, self.isTest) = (questions, generator, isTest)
  }

  mutating func examples(_ count: Int) -> [SafeguardExample] {
    (0..<count).map { i in
      switch i % 15 {
      case 0: SafeguardExample(gibberish(), .gibberish)
      case 1, 2, 3, 4, 5: SafeguardExample(forbidden(), .forbidden)
      case 6, 7: SafeguardExample(nearMiss(), .allowed)
      default: SafeguardExample(pick(questions), .allowed)
      }
    }
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int(generator.next().multipliedFullWidth(by: UInt64(elements.count)).high)]
  }

  private mutating func forbidden() -> String {
    let subject = pick(SubjectTexts.all)
    let name = pick([subject.name] + subject.descriptions)
    return pick(isTest ? SubjectTexts.unseenRequests : SubjectTexts.requests).replacing("{}", with: name)
  }

  private mutating func nearMiss() -> String {
    let text = pick(SubjectTexts.all.flatMap(\.nearMisses))
    return pick(isTest ? SubjectTexts.unseenRequests : SubjectTexts.requests).replacing("{}", with: text)
  }

  /// Words of random letters, half of them with the letters of a question in another order.
  private mutating func gibberish() -> String {
    if pick([true, false]) {
      var letters = Array(pick(questions))
      for i in letters.indices.reversed() {
        letters.swapAt(i, Int(generator.next().multipliedFullWidth(by: UInt64(i + 1)).high))
      }
      return String(letters)
    }
    let letters = Array("abcdefghijklmnopqrstuvwxyz")
    return (0..<6).map { _ in
      let length = pick([3, 4, 5, 6, 7, 8])
      return String((0..<length).map { _ in pick(letters) })
    }.joined(separator: " ")
  }
}
