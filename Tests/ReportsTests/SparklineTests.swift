import Reports
import Testing

struct SparklineTests {
  @Test func higherBlocksAreLargerValues() {
    #expect(Sparkline([0, 1, 2, 3, 4, 5, 6, 7], width: 8).description == "▁▂▃▄▅▆▇█")
    #expect(Sparkline([4, 4, 2.5, 2.5, 1, 1], width: 3).description == "█▅▁")
  }

  @Test func fewValuesAreAShortCurve() {
    #expect(Sparkline([2, 1], width: 9).description == "█▁")
    #expect(Sparkline([], width: 9).description.isEmpty && Sparkline([1, 2], width: 0).description.isEmpty)
    #expect(Sparkline([1, 2], width: -3).description.isEmpty)
  }

  @Test func valuesThatAreAllTheSameAreLow() { #expect(Sparkline([3, 3, 3], width: 3).description == "▁▁▁") }

  @Test func whatIsNotFiniteIsLeftOut() {
    #expect(Sparkline([2, .nan, .infinity, 1], width: 9).description == "█▁")
    let huge = Double.greatestFiniteMagnitude
    #expect(Sparkline([huge, -huge, huge, huge], width: 2).description.count == 2)
  }
}
