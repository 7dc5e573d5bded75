import Pages
import Testing

struct SpreadTests {
  @Test func itemsAreSpreadEvenly() {
    #expect(spread([1, 2, 3, 4, 5], count: 3) == [1, 3, 5])
    #expect(spread(Array(0..<1000), count: 4) == [0, 333, 666, 999])
  }

  @Test func fewItemsAreAllThere() {
    #expect(spread([1, 2], count: 2) == [1, 2] && spread([1, 2], count: 9) == [1, 2])
    #expect(spread([Int](), count: 3).isEmpty && spread([Int](), count: 0).isEmpty)
  }

  @Test func noneOrOneItem() { #expect(spread([7, 8], count: 1) == [7] && spread([7, 8], count: 0).isEmpty) }
}
