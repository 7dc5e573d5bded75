import Testing
import TestSupport

@testable import Corpora

struct LabeledTextsTests {
  private func tsv(_ text: String) throws -> LabeledTexts {
    try withFile(Array(text.utf8)) { try LabeledTexts(tsv: $0) }
  }

  private func csv(_ text: String, label: String = "label", text column: String = "text") throws -> LabeledTexts {
    try withFile(Array(text.utf8)) { try LabeledTexts(csv: $0, label: label, text: column) }
  }

  private func texts(_ labeled: LabeledTexts) -> [String] {
    (0..<labeled.documents.count).map { labeled.documents[$0] }
  }

  private func message(_ body: () throws -> LabeledTexts) -> String {
    do {
      _ = try body()
      return ""
    } catch { return "\(error)" }
  }

  @Test func eachLineIsALabelATabAndAText() throws {
    let labeled = try tsv("warm\tA fine day\r\ncold\ta\ttab inside\nwarm\t\n")
    #expect(labeled.labels == ["warm", "cold", "warm"])
    #expect(texts(labeled) == ["A fine day", "a\ttab inside", ""])
    #expect(labeled.lines == [1, 2, 3])
    #expect(labeled.classes == ["cold", "warm"])
  }

  @Test func aLineWithoutATabOrALabelIsReportedByNumber() {
    #expect(message { try tsv("warm\tx\ncold x\n") }.contains("line 2 has no tab"))
    #expect(message { try tsv("warm\tx\n\ncold x\n") }.contains("line 3 has no tab"))
    #expect(message { try tsv("\tx\n") }.contains("line 1 has an empty label"))
  }

  @Test func blankLinesAreLeftOutAndCountedAsLines() throws {
    let labeled = try tsv("\npos\tfine day\n  \nneg\tbad rain\r\n\t\n\r\npos\tgood sea\n\n")
    #expect(labeled.labels == ["pos", "neg", "pos"] && labeled.lines == [2, 4, 7])
    #expect(texts(labeled) == ["fine day", "bad rain", "good sea"])
    let table = try csv("\nlabel,text\n\npos,fine day\n , \n,\n  \nneg,bad rain\n\n")
    #expect(table.labels == ["pos", "neg"] && table.lines == [4, 8])
    #expect(message { try tsv("\n \n") }.contains("only empty lines"))
  }

  @Test func oldMacLineEndsAndMarksAreRead() throws {
    #expect(try tsv("\u{FEFF}warm\tx\rcold\ty\r").labels == ["warm", "cold"])
    let table = try csv("\u{FEFF}label,text\rwarm,\"two\rlines\"\rcold,y")
    #expect(table.labels == ["warm", "cold"] && texts(table) == ["two\nlines", "y"])
    #expect(table.record.remarks.count == 1 && table.record.remarks[0].contains("3 carriage returns"))
  }

  @Test func csvFilesCanHaveQuotesCommasNewlinesAndColumnsInAnyOrder() throws {
    let file = "id,text,label\r\n1,\"Warm, \"\"so\"\" warm\nand dry\",good\r\n\n2,wet,bad\r\n3,\"\",bad"
    let labeled = try csv(file)
    #expect(labeled.labels == ["good", "bad", "bad"])
    #expect(texts(labeled) == ["Warm, \"so\" warm\nand dry", "wet", ""])
    #expect(labeled.lines == [2, 5, 6])
    #expect(try csv("a,b\nx,y\n", label: "b", text: "a").labels == ["y"])
  }

  @Test func malformedCSVIsExplained() {
    #expect(message { try csv("id,review\n1,x\n") }.contains("no column \"label\""))
    #expect(message { try csv("label,text\na,b,c\n") }.contains("line 2 has 3 fields, but the first line has 2"))
    #expect(message { try csv("label,text\na,b\nc,\"open\nand on\n") }.contains("opened on line 3 is never closed"))
    #expect(message { try csv("label,text\na,\"b\"c\n") }.contains("line 2 has something after a closing quote"))
    #expect(message { try csv("label,text\n") }.contains("no records"))
    #expect(message { try csv("label,text\n,b\n") }.contains("line 2 has an empty label"))
  }
}
