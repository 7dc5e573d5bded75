import Console
import Foundation
import Reports

/// Why each rung stands where it stands: a sentence about what the model can see, completed by the measured figures.
struct Explanation {
  let rung: Rung
  let bits: Double
  /// The models before it, with their bits per character.
  let before: [(name: String, bits: Double)]
  /// The number of distinct characters of the text.
  let distinctCharacters: Int

  /// The sentence, without a final period.
  var sentence: String {
    guard let best = before.min(by: { $0.bits < $1.bits }) else {
      let blind = Formats.fixed(log2(Double(distinctCharacters)), decimals: 2)
      return "\(rung.view): \(Formats.fixed(bits, decimals: 2)) bits, where guessing blindly among "
        + "\(Formats.count(distinctCharacters, "character")) takes \(blind) bits"
    }
    let change = 100 * (bits / best.bits - 1), percent = Formats.significant(change.magnitude, digits: 2) + " %"
    // A difference that another seed could turn around says nothing.
    if change.magnitude < 0.5 { return "\(rung.view)\(rung.gain): about as many bits as the \(best.name)" }
    if change < 0 { return "\(rung.view)\(rung.gain): \(percent) fewer bits than the \(best.name)" }
    let so = rung.steps.map { " after \(Formats.count($0, "step"))" } ?? ""
    let more =
      change < 100
      ? "\(percent) more bits than" : "\(Formats.significant(bits / best.bits, digits: 2)) times as many bits as"
    return "\(rung.view), but\(so) still needs \(more) the \(best.name)"
  }

  /// The sentence about the floor, if it is known.
  static func floor(of ladder: Ladder) -> String? {
    guard let floor = ladder.floorBitsPerCharacter,
      let best = ladder.models.min(by: { $0.bitsPerCharacter < $1.bitsPerCharacter })
    else { return nil }
    let origin =
      ladder.isGenerated
      ? "the information that the grammar put into the held-out characters; no model can beat it except by luck"
      : "the entropy that --floor names"
    let above = 100 * (best.bitsPerCharacter / floor - 1)
    return "\(origin): the \(best.name) is \(Formats.fixed(above, decimals: 1)) % above it"
  }
}
