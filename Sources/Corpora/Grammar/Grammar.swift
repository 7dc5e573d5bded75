import Files
import Foundation

/// A grammar that writes stories with known probabilities, so the information of each story is known exactly.
///
/// Every choice on the way to a story has a probability. If each story can be written in only one way, the product of
/// these probabilities is the story's own probability p, and -log2 p is its information. No model can, on average,
/// spend fewer bits on such stories than their entropy (Shannon 1948), so a model's loss can be compared with the best
/// possible loss.
///
///     let grammar = Grammar(story: "The \(.words("red blue")) lamp.\n\n")
///     grammar.expected.bits                // 1.0 per story
///     grammar.story(using: &generator)     // its text, and its bits
///     try grammar.read(Array(text.utf8))   // the bits of a text, story by story
///
/// Each story can be written in only one way if, at every choice, no text of one alternative is the beginning of a text
/// of another. Then every rule is a prefix code, and so is a sequence of rules.
public struct Grammar: Sendable {
  /// The rule of one story.
  public let story: Rule

  /// Creates a grammar for texts that consist of stories of this rule, one after another.
  public init(story: Rule) {
    require(story.node.free.isEmpty, "a story cannot use a variable that has no value")
    self.story = story
  }

  /// A story that was drawn.
  public struct Story: Equatable, Sendable {
    /// Its text.
    public let text: String
    /// Its information in bits: -log2 of the product of its choices' probabilities.
    public let bits: Double
  }

  /// Draws a story; the same generator yields the same story on every machine.
  public func story(using generator: inout some RandomNumberGenerator) -> Story {
    var drawing = Drawing(generator: generator)
    drawing.draw(story.node, Values())
    generator = drawing.generator
    return Story(text: String(decoding: drawing.text, as: UTF8.self), bits: drawing.bits)
  }

  /// Returns the information of choosing `count` of `total` equally likely cases, in bits.
  static func bits(_ count: Int, of total: Int) -> Double { log2(Double(total)) - log2(Double(count)) }
}

/// A story while it is being drawn.
private struct Drawing<Generator: RandomNumberGenerator> {
  var generator: Generator
  var text: [UInt8] = []
  var bits = 0.0

  mutating func draw(_ node: Grammar.Node, _ values: Grammar.Values) {
    switch node.kind {
    case .text(let bytes): text += bytes
    case .sequence(let parts): for part in parts { draw(part, values) }
    case .choice(let weights, let alternatives):
      var left = below(weights.total), index = 0
      while left >= weights.each[index] {
        left -= weights.each[index]
        index += 1
      }
      bits += weights.bits(index)
      draw(alternatives[index], values)
    case .bind(let variable, let other, let body):
      let count = variable.count - (other == nil ? 0 : 1)
      var value = below(count)
      if let other, value >= values[other] { value += 1 }
      bits += Grammar.bits(1, of: count)
      draw(body, values.setting(variable, to: value))
    case .match(let variable, let parts): draw(parts[values[variable]], values)
    }
  }

  /// Returns a random integer below `count`, with integer arithmetic only, in the same way as random batches.
  private mutating func below(_ count: Int) -> Int {
    Int(generator.next().multipliedFullWidth(by: UInt64(count)).high)
  }
}
