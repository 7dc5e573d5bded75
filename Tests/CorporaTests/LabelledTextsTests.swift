import Testing
import TestSupport

@testable import Corpora

struct LabelledTextsTests {
  private func tsv(_ text: String) throws -> LabelledTexts {
    try withFile(Array(text.utf8)) { try LabelledTexts(tsv: $0) }
  }

  private func csv(_ text: String, label: String = "label", text column: String = "text") throws -> LabelledTexts {
    try withFile(Array(text.utf8)) { try LabelledTexts(csv: $0, label: label, text: column) }
  }

  private func texts(_ labelled: LabelledTexts) -> [String] {
    (0..<labelled.documents.count).map { labelled.documents[$0] }
  }

  private func message(_ body: () throws -> LabelledTexts) -> String {
    do {
      _ = try body()
      return ""
    } catch { return "\(error)" }
  }

  @Test func linesAreLabelTabText() throws {
    let labelled = try tsv("warm\tA fine day\r\ncold\ta\ttab inside\nwarm\t\n")
    #expect(labelled.labels == ["warm", "cold", "warm"])
    #expect(texts(labelled) == ["A fine day", "a\ttab inside", ""])
    #expect(labelled.lines == [1, 2, 3])
    #expect(labelled.classes == ["cold", "warm"])
  }

  @Test func aLineWithoutATabOrALabelIsNamed() {
    #expect(message { try tsv("warm\tx\ncold x\n") }.contains("line 2 has no tab"))
    #expect(message { try tsv("warm\tx\n\ncold\tx\n") }.contains("line 2 has no tab"))
    #expect(message { try tsv("\tx\n") }.contains("line 1 has an empty label"))
  }

  @Test func csvHasQuotesCommasNewlinesAndColumnsInAnyOrder() throws {
    let file = "id,text,label\r\n1,\"Warm, \"\"so\"\" warm\nand dry\",good\r\n\n2,wet,bad\r\n3,\"\",bad"
    let labelled = try csv(file)
    #expect(labelled.labels == ["good", "bad", "bad"])
    #expect(texts(labelled) == ["Warm, \"so\" warm\nand dry", "wet", ""])
    #expect(labelled.lines == [2, 5, 6])
    #expect(try csv("a,b\nx,y\n", label: "b", text: "a").labels == ["y"])
  }

  @Test func csvThatDoesNotFitIsExplained() {
    #expect(message { try csv("id,review\n1,x\n") }.contains("no column \"label\""))
    #expect(message { try csv("label,text\na,b,c\n") }.contains("line 2 has 3 fields, the first line 2"))
    #expect(message { try csv("label,text\na,b\nc,\"open\nand on\n") }.contains("opened on line 3 is never closed"))
    #expect(message { try csv("label,text\na,\"b\"c\n") }.contains("line 2 has something after a closing quote"))
    #expect(message { try csv("label,text\n") }.contains("no records"))
    #expect(message { try csv("label,text\n,b\n") }.contains("line 2 has an empty label"))
  }
}
