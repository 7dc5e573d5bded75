@testable import Cleaning
import Numerics
import Testing

struct ExactDuplicatesTests {
  @Test func onlyTheFirstOfEqualDocumentsStays() {
    var step = ExactDuplicates()
    let verdicts = step.clean(documents(["a", "b", "a", "A", "a ", "b"]))
    #expect(
      verdicts == [
        .unchanged, .unchanged, .removed(because: "the same as texts.txt:1"), .unchanged, .unchanged,
        .removed(because: "the same as texts.txt:2"),
      ])
    // The step remembers what came in earlier batches.
    #expect(step.clean(documents(["b", "c"])) == [.removed(because: "the same as texts.txt:2"), .unchanged])
  }

  /// Swift's `==` calls both forms equal.
  @Test func formsOfUnicodeDiffer() {
    var step = ExactDuplicates()
    #expect(step.clean(documents(["caf\u{E9}", "cafe\u{301}"])) == [.unchanged, .unchanged])
  }

  @Test func aCopyOfAStepHasItsOwnMemory() {
    let step = ExactDuplicates()
    var first = step, second = step
    #expect(first.clean(documents(["a"])) == [.unchanged])
    #expect(second.clean(documents(["a"])) == [.unchanged])
  }

  /// Texts of all lengths that differ in one byte have different hashes, and so do seeds.
  @Test func theHashSeesEveryByte() {
    var hashes: Set<UInt64> = [], count = 0
    for length in 0...40 {
      for place in -1..<length {
        var bytes = [UInt8](repeating: 65, count: length)
        if place >= 0 { bytes[place] = 66 }
        bytes.withUnsafeBufferPointer { bytes in
          for seed in 1...2 as ClosedRange<UInt64> { hashes.insert(hash(of: bytes, seed: seed)) }
        }
        count += 2
      }
    }
    #expect(hashes.count == count)
  }
}
