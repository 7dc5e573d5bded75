import Files
import Testing

@Test func digitsAreGroupedByThrees() {
  #expect(
    [0, 999, 1000, -1, -1234, 124_439_808, .min].map(grouped)
      == ["0", "999", "1,000", "-1", "-1,234", "124,439,808", "-9,223,372,036,854,775,808"])
}
