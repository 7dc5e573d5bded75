import Testing

@testable import Conversations

struct GradeTests {
  private func assignment(_ form: Form = .plain, answer: String = "The coin of Ardova is the daro.") -> Assignment {
    Assignment(
      prompt: [Turn(.user, "?")], kind: .direct, answer: answer,
      check: .init(values: ["daro"], rivals: ["grint", "lork"], silence: ["Telmar"], form: form))
  }

  @Test func theBestAnswerIsExactAndHasThree() {
    let grade = assignment().grade(" The coin of Ardova is the daro.\n")
    #expect(grade.isExact && grade.isRight && grade.followsForm && grade.utility == 3)
  }

  @Test(arguments: [
    ("It is the daro.", true, true, 3), ("daro", true, false, 2), ("IT IS THE DARO.", true, false, 2),
    ("The grint.", false, true, -1), ("The daro, not the grint.", false, true, -1),
    ("The daro of Telmar.", false, true, -1), ("", false, false, -2), ("I do not know.", false, true, 1),
    ("I do not talk about that.", false, true, 1), ("darock.", false, true, -1),
  ])
  func otherAnswersHaveWhatTheFormulaSays(answer: String, isRight: Bool, followsForm: Bool, utility: Double) {
    let grade = assignment().grade(answer)
    #expect(!grade.isExact && grade.isRight == isRight && grade.followsForm == followsForm, "\(answer)")
    #expect(grade.utility == utility, "\(answer): \(grade.utility)")
  }

  @Test func everyHundredCharactersTooManyCostOneAtMost() {
    let best = "The coin of Ardova is the daro."
    func utility(_ extra: Int) -> Double {
      assignment().utility(of: String(repeating: "x", count: extra - 1) + " " + best)
    }
    #expect(abs(utility(50) - 2.5) < 1e-12 && abs(utility(100) - 2) < 1e-12 && utility(1000) == 2)
  }

  @Test func partOfTheValuesIsWorthItsShare() {
    let list = Assignment(
      prompt: [Turn(.user, "?")], kind: .several, answer: "- Telmar\n- the daro",
      check: .init(values: ["Telmar", "daro"], form: .list))
    #expect(list.utility(of: "- Telmar\n- the daro") == 3 && list.utility(of: "- Telmar\n- none") == 2)
    #expect(list.utility(of: "- Telmar") == 1 && !list.grade("- Telmar\n- none").isRight)
  }

  @Test func whereNothingIsKnownOnlySayingSoIsRight() {
    let unknown = Assignment(
      prompt: [Turn(.user, "?")], kind: .unknown, answer: Refusals.unknown, check: .init(outcome: .unknown))
    #expect(unknown.grade("I do not know.").isExact && unknown.grade("i do not know").isRight)
    #expect(unknown.utility(of: "I do not know.") == 3 && unknown.utility(of: "It is red.") == -1)
    #expect(!unknown.grade(Refusals.declined).isRight && unknown.grade(Refusals.declined).isDeclined)
  }

  @Test(arguments: [
    (Form.plain, "It is.", true), (.plain, "It is", false), (.plain, "IT IS.", false), (.plain, "- it.", false),
    (.oneWord, "Telmar", true), (.oneWord, "Telmar.\n", true), (.oneWord, "the daro", false), (.oneWord, "...", false),
    (.capitals, "THE DARO.", true), (.capitals, "The DARO", false), (.capitals, "123", false),
    (.list, "- a\n- b", true), (.list, "- a", false), (.list, "- a\n-  \n- b", false), (.list, "a\n- b", false),
    (.list, "- a\n\n- b", false),
  ])
  func formsAreRecognized(form: Form, answer: String, isFollowed: Bool) {
    #expect(form.isFollowed(by: answer, count: 2) == isFollowed, "\(form) \(answer)")
  }

  @Test func aSummaryCountsAndAverages() {
    var summary = GradeSummary()
    #expect(summary.utility == 0 && summary.share(0) == 0)
    for answer in ["The coin of Ardova is the daro.", "I do not know.", "grint"] {
      summary.add(assignment().grade(answer))
    }
    #expect(summary.count == 3 && summary.exact == 1 && summary.right == 1 && summary.form == 2 && summary.unknown == 1)
    #expect(summary.utility == (3.0 + 1 - 2) / 3 && summary.share(summary.form) == 2.0 / 3)
  }
}
