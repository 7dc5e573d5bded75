import Reports
import Testing

struct FormatsTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1000, "1,000"), (-1000, "-1,000"), (-999, "-999"), (12_345, "12,345"),
    (124_439_808, "124,439,808"), (Int.max, "9,223,372,036,854,775,807"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func wholeNumbersHaveACommaEveryThreeDigits(number: Int, text: String) {
    #expect(Formats.grouped(number) == text)
  }

  @Test(arguments: [
    (1.46971, 3, "1.47"), (9.996, 3, "10.0"), (0.00095, 3, "0.000950"), (123_456, 3, "123,000"),
    (0, 3, "0.00"),
    (-1234.5, 6, "-1,234.50"), (2.5e-9, 2, "2.5e-9"), (1e15, 1, "1e15"), (9.99e14, 2, "1.0e15"),
    (0.00001, 1, "0.00001"),
    (7, 1, "7"), (0.1, 17, "0.10000000000000001"), (.nan, 3, "nan"), (.infinity, 3, "inf"),
    (-.infinity, 3, "-inf"),
  ])
  func significantDigitsAreKeptAfterRounding(number: Double, digits: Int, text: String) {
    #expect(Formats.significant(number, digits: digits) == text)
  }

  @Test(arguments: [
    (0, 2, "0.00"), (1234.567, 2, "1,234.57"), (999.99, 1, "1,000.0"), (-0.04, 1, "0.0"), (-0.06, 1, "-0.1"),
    (-1_234_567, 0, "-1,234,567"), (1e21, 0, "1,000,000,000,000,000,000,000"), (.nan, 1, "nan"),
  ])
  func fixedDecimalsAreRoundedAndGrouped(number: Double, decimals: Int, text: String) {
    #expect(Formats.fixed(number, decimals: decimals) == text)
  }

  @Test(arguments: [
    (0, "0 ms"), (0.0421, "42 ms"), (0.9994, "999 ms"), (0.9996, "1.0 s"), (8.26, "8.3 s"), (9.94, "9.9 s"),
    (9.96, "10 s"), (59.4, "59 s"), (59.5, "1 min"), (80, "1 min 20 s"), (119.6, "2 min"),
    (3599.4, "59 min 59 s"),
    (3599.6, "1 h"), (7500, "2 h 5 min"), (7529, "2 h 5 min"), (7531, "2 h 6 min"), (86_369, "23 h 59 min"),
    (86_371, "1 d"), (266_400, "3 d 2 h"), (-80, "-1 min 20 s"), (100_000_000, "1,157 d 10 h"),
    (.infinity, "unknown"), (.nan, "unknown"), (1e300, "unknown"),
  ])
  func durationsHaveAtMostTwoUnitsAndCarryOver(seconds: Double, text: String) {
    #expect(Formats.duration(seconds) == text)
  }

  @Test(arguments: [
    (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (3_249_000, "3.2 MB"), (99_949, "99.9 kB"),
    (99_951, "100 kB"),
    (999_499, "999 kB"), (999_500, "1.0 MB"), (512_000_000, "512 MB"), (-2048, "-2.0 kB"),
    (Int.max, "9.2 EB"),
  ])
  func byteCountsUseTheUnitThatKeepsThemShort(count: Int, text: String) {
    #expect(Formats.bytes(count) == text)
  }
}

@Test func quantitiesHaveAMetricPrefix() {
  #expect(Formats.quantity(1.1e12, unit: "FLOP") == "1.1 TFLOP")
  #expect(Formats.quantity(12, unit: "FLOP") == "12.0 FLOP")
  #expect(Formats.quantity(3.1e24, unit: "FLOP") == "3.1 YFLOP")
  #expect(Formats.quantity(512e6, unit: "B") == "512 MB")
}

@Test func aNumberOfThingsAgreesWithItsNoun() {
  #expect(Formats.count(1, "step") == "1 step" && Formats.count(0, "step") == "0 steps")
  #expect(Formats.count(2000, "step") == "2,000 steps" && Formats.count(2, "story", plural: "stories") == "2 stories")
}
