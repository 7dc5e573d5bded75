import Foundation
import Testing

@testable import Reports

struct ModelDrawingTests {
  private static let parameters: [(name: String, shape: [Int])] = [
    ("token.weight", [65, 8]), ("memory.0", [16, 4]), ("memory.1", [16, 4]), ("memory.own", [2, 8]),
    ("blocks.0.norm1.weight", [8]), ("blocks.0.attention.qkv.weight", [24, 8]),
    ("blocks.0.attention.output.weight", [8, 8]), ("blocks.1.norm1.weight", [8]),
    ("blocks.1.attention.qkv.weight", [24, 8]), ("blocks.1.attention.output.weight", [8, 8]), ("norm.weight", [8]),
  ]

  @Test func blocksAreOnePartAndEverythingIsCountedOnce() {
    let drawing = ModelDrawing(Self.parameters)
    #expect(drawing.parts.map(\.name) == ["token", "memory", "blocks", "norm"])
    #expect(drawing.parts.map(\.copies) == [1, 1, 2, 1])
    #expect(drawing.parts.map(\.total) == [520, 144, 2 * (8 + 192 + 64), 8])
    #expect(drawing.parts[2].inner.map(\.name) == ["blocks.norm1", "blocks.attention"])
    #expect(drawing.total == Self.parameters.reduce(0) { $0 + $1.shape.reduce(1, *) })
  }

  @Test func theTableHasEachParameterAndTheTotal() {
    let html = ModelDrawing(Self.parameters, meanings: ["blocks.attention": "looks <back>"], note: "a & b").html
    #expect(html.contains("<th scope=\"row\">blocks.*.attention.qkv.weight</th><td>24 \u{D7} 8</td>"))
    #expect(html.contains("<td class=\"number\">1,200</td>"))
    #expect(html.contains("looks &lt;back&gt;") && html.contains("a &amp; b"))
  }

  @Test func aModelWithoutParametersHasATable() {
    #expect(ModelDrawing([]).html.contains("total"))
  }
}
