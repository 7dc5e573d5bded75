import Corpora
import TestSupport
import Testing

struct SplitTests {
  @Test(arguments: [(1_115_394, 0.1, 1_003_854), (1000, 0.1, 900), (101, 0.25, 75), (37, 0.5, 18)])
  func theFirstTokensAreForTraining(count: Int, fraction: Double, training: Int) throws {
    let tokens = (0..<Int32(count)).map { $0 }
    let split = try Split(tokens, validation: fraction, context: 8)
    #expect(split.training.count == training)
    #expect(Array(split.training) + Array(split.validation) == tokens)
  }

  @Test func fractionZeroMeansNoValidationSplit() throws {
    let split = try Split([1, 2, 3], validation: 0, context: 2)
    #expect(split.training == [1, 2, 3])
    #expect(split.validation.isEmpty)
  }

  @Test func eachSplitHoldsAWindowAndItsLastTarget() throws {
    let tokens = [Int32](repeating: 7, count: 20)
    #expect(try Split(tokens, validation: 0.25, context: 4).validation.count == 5)
    let validation = try problem(.badData) { _ = try Split(tokens, validation: 0.25, context: 5) }
    #expect(validation.message.contains("20 tokens, 15 for training and 5 for validation"))
    #expect(validation.message.contains("at least 6 in each part"))
    let training = try problem(.badData) { _ = try Split(tokens, validation: 0.75, context: 5) }
    #expect(training.message.contains("5 for training and 15 for validation"))
  }

  @Test func tooFewTokensAreBadData() throws {
    for tokens: [Int32] in [[], [1], [1, 2]] {
      let problem = try problem(.badData) { _ = try Split(tokens, validation: 0, context: 2) }
      #expect(problem.message.contains("\(tokens.count) tokens; a context of 2 needs at least 3"))
    }
    // A fraction so small that no token is left for validation is not the same as zero.
    _ = try problem(.badData) { _ = try Split([1, 2, 3], validation: 1e-20, context: 2) }
  }

  @Test(arguments: [-0.1, 1, 1.5, Double.nan, .infinity])
  func aFractionOutOfRangeIsAUsageError(fraction: Double) throws {
    _ = try problem(.usage) {
      _ = try Split(Array(repeating: 1, count: 100), validation: fraction, context: 2)
    }
  }
}

@Test func theLastLinesAreHeldOut() {
  let text = "one\ntwo\n\nfour\nfive"
  let parts = Split(text, validation: 0.4, by: .line)
  #expect(parts.training == "one\ntwo\n\n" && parts.validation == "four\nfive")
  #expect(Split(text + "\n", validation: 0.2, by: .line).validation == "five\n")
  #expect(Split(text, validation: 0, by: .line).training == text)
  #expect(Split("one line", validation: 0.1, by: .line).training.isEmpty)
}

@Test func theLastCharactersAreHeldOutLikeInSplit() throws {
  let text = String(repeating: "aé👩‍🚀\r\n", count: 30)
  let scalars = Array(text.unicodeScalars)
  for share in [0.1, 0.25, 0.9] {
    let parts = Split(text, validation: share, by: .character)
    let split = try Split(scalars.map { Int32($0.value) }, validation: share, context: 1)
    #expect(parts.training.unicodeScalars.elementsEqual(scalars[..<split.training.count]))
    #expect((parts.training + parts.validation).unicodeScalars.elementsEqual(scalars))
  }
}
