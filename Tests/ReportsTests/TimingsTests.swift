import Reports
import Testing

@Test func theMedianIsTheMiddleValueOrTheMeanOfTheMiddleTwo() {
  #expect(Timings([3, 1, 2]).median == 2)
  #expect(Timings([4, 1, 2, 3]).median == 2.5)
  #expect(Timings([5]).median == 5)
  #expect(Timings([3, 1, 2]).best == 1)
}

@Test func timingsLastAsLongAsRequested() {
  var calls = 0
  #expect(Timings(lasting: 0) { calls += 1 }.count == 1)
  #expect(calls == 1)
  let timings = Timings(lasting: 0.01) { calls += 1 }
  #expect(timings.count > 10 && calls == 1 + timings.count)
  #expect(timings.best <= timings.median)
}

@Test func moreWorkTakesMoreSeconds() {
  var sum = 0.0
  func work(_ count: Int) { for i in 0..<count { sum += Double(i).squareRoot() } }
  #expect(secondsTaken { work(4_000_000) } > secondsTaken { work(1000) })
  #expect(sum > 0)
}
