import Testing

@testable import Console

@Test(arguments: [
  ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("layers", "layers", 0), ("kitten", "sitting", 3),
  ("jsno", "json", 1), ("ca", "abc", 3), ("abcd", "acbd", 1), ("abcdef", "badcfe", 3),
])
func distanceCountsInsertionsDeletionsReplacementsAndSwaps(a: String, b: String, distance: Int) {
  #expect(editDistance(Array(a), Array(b)) == distance)
  #expect(editDistance(Array(b), Array(a)) == distance)
}

@Test func nearestIsTheSmallestDistanceAndTheFirstOfEquals() {
  #expect(nearest(to: "--stepz", among: ["--stop", "--steps"]) == "--steps")
  #expect(nearest(to: "--stexs", among: ["--stems", "--steps"]) == "--stems")
}

@Test func nothingFarIsSuggested() {
  #expect(nearest(to: "--out", among: ["--json", "--top-k", "--seed"]) == nil)
  #expect(nearest(to: "-x", among: ["--json"]) == nil)
  #expect(nearest(to: "--", among: ["--a"]) == nil)
  #expect(nearest(to: "a", among: []) == nil)
}

@Test func capitalsAndHyphensBeforeTheNameDoNotCount() {
  #expect(nearest(to: "-LAYERS", among: ["--heads", "--layers"]) == "--layers")
}

@Test func theBeginningOfANameIsNear() {
  #expect(nearest(to: "--valid", among: ["--vocabulary", "--validation"]) == "--validation")
  #expect(nearest(to: "--v", among: ["--vocabulary", "--validation"]) == nil)
}
