import Console
import Files
import Reports
import WordVectors

extension WordVectors {
  /// Prints remarks about answers that say little: because the words are rare, or because nearly all words are near.
  ///
  /// - Parameters:
  ///   - asked: the words that the user asked about.
  ///   - nearest: the words found, the nearest first; fewer than ten say nothing about the vectors.
  func doubt(_ asked: [Int32], nearest: [Match] = [], _ remarks: Remarks) {
    if let counts {
      let rare = asked.filter { counts[Int($0)] < Self.rareCount }.map { number in
        "\(printable(words[number])) (\(Formats.count(counts[Int(number)], "time")))"
      }
      if !rare.isEmpty {
        let list = rare.count == 1 ? rare[0] : rare.dropLast().joined(separator: ", ") + " and \(rare[rare.count - 1])"
        remarks.say(
          "\(list) \(rare.count == 1 ? "occurs" : "occur") so rarely in the training text that the answer is largely "
            + "chance")
      }
    }
    if nearest.count >= 10, nearest[9].similarity > 0.98 {
      remarks.say(
        "the ten nearest words are all alike, with cosines above 0.98: the vectors are hardly trained\n"
          + "Train them with more --epochs, or on a longer text.")
    }
  }

  /// From about this count on, neighbors depend more on the word than on chance.
  private static let rareCount = 20
}
