import Cleaning
import Testing

struct BoilerplateLinesTests {
  private func cleaned(_ texts: [String], minimumCount: Int) -> [String?] {
    var step = BoilerplateLines(minimumCount: minimumCount)
    step.survey(documents(texts))
    return zip(texts, step.clean(documents(texts))).map { text, verdict in
      switch verdict {
      case .unchanged: text
      case .changed(let text, _): text
      case .removed: nil
      }
    }
  }

  @Test func linesWithoutLettersStayInAnyScript() {
    let texts = ["one\n— — —", "two\n— — —", "three\nМеню", "four\nМеню"]
    #expect(cleaned(texts, minimumCount: 2) == ["one\n— — —", "two\n— — —", "three", "four"])
  }

  @Test func linesThatManyDocumentsHaveGo() {
    let texts = ["Menu\none", "Menu\ntwo", "three\n Menu  ", "four"]
    #expect(cleaned(texts, minimumCount: 3) == ["one", "two", "three", "four"])
    #expect(cleaned(texts, minimumCount: 4) == texts)
  }

  @Test func digitsDoNotMatter() {
    #expect(cleaned(["Page 1 of 12\na", "Page 20 of 12\nb"], minimumCount: 2) == ["a", "b"])
  }

  @Test func linesWithoutLettersStay() {
    let texts = ["---\na\n12\n\n* * *", "---\nb\n13\n\n* * *"]
    #expect(cleaned(texts, minimumCount: 2) == texts)
  }

  @Test func aLineCountsOncePerDocument() {
    let texts = ["la\nla\nla\nla\nx", "y"]
    #expect(cleaned(texts, minimumCount: 2) == texts)
  }

  @Test func blankLinesAroundACutBecomeOne() {
    let texts = ["a\n\nMenu\n\nb\n\n\nc", "x\nMenu\ny", "Menu"]
    #expect(cleaned(texts, minimumCount: 3) == ["a\n\nb\n\n\nc", "x\ny", ""])
  }

  @Test func linesThatDifferAreNotTaken() {
    let texts = ["The ferry waits.\n1", "The ferry waits!\n2", "the ferry waits.\n3"]
    #expect(cleaned(texts, minimumCount: 2) == texts)
  }

  @Test func findingsAreTheLines() {
    var step = BoilerplateLines(minimumCount: 2)
    let texts = documents(["Menu 1\na", "Menu 2\nb"])
    step.survey(texts)
    #expect(step.needsSurvey)
    #expect(
      step.clean(texts) == [.changed(to: "a", findings: ["Menu 1"]), .changed(to: "b", findings: ["Menu 2"])])
  }
}
