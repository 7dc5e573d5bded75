import Alignment
import TestSupport
import Testing
import Transformers

struct SamplingTests {
  @Test func answersEndWithTheirTokenOrAtTheLimit() throws {
    let answers = try toyModel().answers(to: [[1], [2, 3]], perPrompt: 20, AnswerForm(longest: 5, end: 0), seed: 4)
    #expect(answers.map(\.prompt) == Array(repeating: [1], count: 20) + Array(repeating: [2, 3], count: 20))
    for answer in answers {
      let end = answer.tokens.firstIndex(of: 0)
      #expect(end == nil ? answer.tokens.count == 5 : end == answer.tokens.count - 1)
    }
    #expect(Set(answers).count > 20)
  }

  /// An answer depends only on the seed and its place, not on the number of others.
  @Test func thePlaceDecides() throws {
    let model = toyModel(), form = AnswerForm(longest: 5)
    let all = try model.answers(to: [[1]], perPrompt: 20, form, seed: 4)
    #expect(try model.answers(to: [[1]], perPrompt: 3, form, seed: 4) == Array(all[..<3]))
    #expect(try model.answers(to: [[1]], perPrompt: 20, form, seed: 5) != all)
  }
}
