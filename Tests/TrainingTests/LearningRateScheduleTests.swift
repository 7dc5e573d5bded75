import Foundation
import Testing
import Training

@Test func theLearningRateRisesAndThenFallsAlongACosine() {
  let schedule = LearningRateSchedule(maximum: 1, minimum: 0.2, warmup: 10)
  #expect(schedule.rate(at: 0, of: 110) == 1.0 / 11)
  #expect(schedule.rate(at: 9, of: 110) == 10.0 / 11)
  #expect(schedule.rate(at: 10, of: 110) == 1)
  // Halfway down, the cosine is the mean of both ends.
  #expect(abs(schedule.rate(at: 60, of: 110) - 0.6) < 1e-12)
  #expect(abs(schedule.rate(at: 110, of: 110) - 0.2) < 1e-12)
  #expect((10..<109).allSatisfy { schedule.rate(at: $0, of: 110) > schedule.rate(at: $0 + 1, of: 110) })
}

@Test func theCosineMatchesTheCLibraryToTheLastDigits() {
  let schedule = LearningRateSchedule(maximum: 1, minimum: 0, warmup: 0)
  for step in 0...1000 {
    let expected = 0.5 * (1 + cos(Double.pi * Double(step) / 1000))
    #expect(abs(schedule.rate(at: step, of: 1000) - expected) < 5e-16)
  }
}

@Test func aScheduleOfWarmupOnlyStaysFinite() {
  let schedule = LearningRateSchedule(warmup: 5)
  for step in 0...5 {
    let rate = schedule.rate(at: step, of: 5)
    #expect(rate.isFinite && rate > 0)
  }
}

@Test func theLinearScheduleFallsInAStraightLine() {
  let schedule = LearningRateSchedule(maximum: 1, minimum: 0.5, warmup: 0, decay: .linear)
  let rates = [0, 25, 50, 100].map { schedule.rate(at: $0, of: 100) }
  #expect(rates == [1, 0.875, 0.75, 0.5])
}

@Test func theTrapezoidStaysHighAndFallsAtTheEnd() {
  let schedule = LearningRateSchedule(maximum: 1, minimum: 0, warmup: 0, decay: .trapezoid)
  #expect([0, 30, 60].allSatisfy { schedule.rate(at: $0, of: 100) == 1 })
  #expect(abs(schedule.rate(at: 80, of: 100) - 0.5) < 1e-12)
  #expect(schedule.rate(at: 100, of: 100) == 0)
}
