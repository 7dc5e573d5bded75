import Testing

@testable import Console

@Test func theNearestNameIsTheFirstWithTheSmallestDistance() {
  #expect(nearest(to: "--stepz", among: ["--stop", "--steps"]) == "--steps")
  #expect(nearest(to: "--stexs", among: ["--stems", "--steps"]) == "--stems")
}

@Test func distantNamesAreNotSuggested() {
  #expect(nearest(to: "--out", among: ["--json", "--top-k", "--seed"]) == nil)
  #expect(nearest(to: "-x", among: ["--json"]) == nil)
  #expect(nearest(to: "--", among: ["--a"]) == nil)
  #expect(nearest(to: "a", among: []) == nil)
}

@Test func capitalsAndLeadingHyphensDoNotCount() {
  #expect(nearest(to: "-LAYERS", among: ["--heads", "--layers"]) == "--layers")
}

@Test func aLongEnoughPrefixOfANameIsNear() {
  #expect(nearest(to: "--valid", among: ["--vocabulary", "--validation"]) == "--validation")
  #expect(nearest(to: "--v", among: ["--vocabulary", "--validation"]) == nil)
}
