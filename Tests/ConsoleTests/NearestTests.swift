import Testing

@testable import Console

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
