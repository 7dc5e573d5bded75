import Corpora
import Testing

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
