import Testing

@testable import Files

@Test(arguments: [
  ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("layers", "layers", 0), ("kitten", "sitting", 3),
  ("jsno", "json", 1), ("ca", "abc", 3), ("abcd", "acbd", 1), ("abcdef", "badcfe", 3),
])
func distanceCountsInsertionsDeletionsReplacementsAndSwaps(a: String, b: String, distance: Int) {
  #expect(editDistance(Array(a), Array(b)) == distance)
  #expect(editDistance(Array(b), Array(a)) == distance)
}

@Test func lettersCanBeOfAnyType() {
  #expect(editDistance(Array("naïve".unicodeScalars), Array("naive".unicodeScalars)) == 1)
  #expect(editDistance([1, 2, 3], [1, 3]) == 1)
}

@Test func aThirdOfTheLettersCanBeWrong() {
  #expect(likelyEdits(1, 2) == 1 && likelyEdits(4, 5) == 2 && likelyEdits(9, 8) == 3)
}
