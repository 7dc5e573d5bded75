import Files
import Foundation
import Numerics

/// How a judge prefers one of two answers: by their utilities, with noise (Bradley and Terry 1952).
///
///     P(a is preferred to b) = 1 / (1 + exp(-(u(a) - u(b)) / noise))
///
/// Without noise, the better answer is always preferred. With more and more noise, the judge tosses a coin.
public struct Preference: Equatable, Sendable {
  /// The noise, in units of utility; 0 for none.
  public let noise: Double

  /// Creates a judge with this much noise, a finite number of at least 0.
  public init(noise: Double) {
    require(noise >= 0 && noise.isFinite, "Preference: a noise of \(noise)")
    self.noise = noise
  }

  /// Returns the probability that an answer is preferred whose utility is higher by `margin`.
  public func probability(margin: Double) -> Double {
    if noise == 0 { return margin == 0 ? 0.5 : margin > 0 ? 1 : 0 }
    return 1 / (1 + exp(-margin / noise))
  }

  /// Returns two answers to a prompt as the judge prefers them.
  ///
  /// - Parameters:
  ///   - margin: by how much the utility of the first is higher.
  ///   - draw: a random number from 0 up to, but not including, 1, which decides how the judge errs.
  public func pair(_ prompt: [Turn], _ first: String, _ second: String, margin: Double, draw: Double) -> PreferencePair
  {
    draw < probability(margin: margin)
      ? PreferencePair(prompt: prompt, chosen: first, rejected: second, margin: margin)
      : PreferencePair(prompt: prompt, chosen: second, rejected: first, margin: -margin)
  }

  /// Returns the accuracy that a reward model can expect at best on pairs with these margins: that of the utility
  /// itself, which knows which answer is better but not when the judge errs.
  ///
  ///     mean over the pairs of max(p, 1 - p), p the probability that the first is preferred
  ///
  /// No other rule has a higher expected accuracy, so this is the Bayes optimum. It is computed, not sampled; on drawn
  /// pairs, the share of margins above 0 scatters around it.
  public func bayesAccuracy(margins: [Double]) -> Double {
    margins.isEmpty ? 0 : margins.reduce(0) { $0 + probability(margin: abs($1)) } / Double(margins.count)
  }
}

/// Draws pairs of answers with known utilities, and which one a judge prefers.
///
///     var source = PreferenceSource(assignments, Preference(noise: 0.5), seed: 1337)
///     let pairs = source.pairs(2000)
public struct PreferenceSource: Sendable {
  private let assignments: [Assignment]
  private let preference: Preference
  private var generator: RandomGenerator

  /// Creates a source of pairs about these assignments, of which there must be some.
  public init(_ assignments: [Assignment], _ preference: Preference, seed: UInt64) {
    require(!assignments.isEmpty, "PreferenceSource: there are no assignments")
    (self.assignments, self.preference) = (assignments, preference)
    generator = RandomGenerator(seed: seed, stream: 100)
  }

  /// Draws pairs: an assignment, two answers of different utility, and the judge's preference.
  public mutating func pairs(_ count: Int) -> [PreferencePair] {
    (0..<count).map { _ in pair() }
  }

  private mutating func pair() -> PreferencePair {
    let assignment = generator.pick(assignments)
    var answers = assignment.answers(using: &generator)
    generator.shuffle(&answers)
    // The best answer and "I do not know", or a wrong one in its place, always differ in utility.
    let first = answers[0], u = assignment.utility(of: first)
    guard let second = answers.first(where: { assignment.utility(of: $0) != u }) else {
      fatalError("PreferenceSource: all answers to \(assignment.prompt) are equally good")
    }
    let margin = u - assignment.utility(of: second)
    return preference.pair(assignment.prompt, first, second, margin: margin, draw: generator.fraction())
  }
}

extension Assignment {
  /// Returns answers of all qualities, all different: the best one, and what a model could say in its place.
  public func answers(using generator: inout some RandomNumberGenerator) -> [String] {
    var answers = [answer]
    func add(_ text: String) { if !answers.contains(text) { answers.append(text) } }
    add(Refusals.unknown)
    add(Refusals.declined)
    if check.outcome == .answer {
      if let wrong = wrong(using: &generator) {
        add(wrong)
        add(check.form == .capitals ? wrong.lowercased() : wrong.uppercased())
      }
      // Right, but in another form.
      add(check.form == .capitals ? answer.lowercased().capitalizedFirst : answer.uppercased())
      add(check.values.map { "- \($0)" }.joined(separator: "\n"))
      // Right, but too long.
      add("\(answer) That is what I have read, and it is all that I can say.")
    } else {
      add("The answer is well known.")
      add(answer.uppercased())
    }
    return answers
  }

  /// Returns the best answer with one value replaced by a rival; nil if there is none.
  private func wrong(using generator: inout some RandomNumberGenerator) -> String? {
    guard let value = check.values.first, !check.rivals.isEmpty else { return nil }
    let rival = generator.pick(check.rivals)
    return check.form == .capitals
      ? answer.replacing(value.uppercased(), with: rival.uppercased()) : answer.replacing(value, with: rival)
  }
}
