import Foundation
import Testing
import Training

@Test func theLearningRateRisesThenFallsByACosine() {
  var options = TrainingOptions()
  (options.steps, options.warmup) = (110, 10)
  (options.learningRate, options.minimumLearningRate) = (1, 0.2)
  let schedule = LearningRateSchedule(options)
  #expect(schedule.rate(at: 0) == 1.0 / 11)
  #expect(schedule.rate(at: 9) == 10.0 / 11)
  #expect(schedule.rate(at: 10) == 1)
  // Half-way down the cosine is the mean of both ends.
  #expect(abs(schedule.rate(at: 60) - 0.6) < 1e-12)
  #expect(abs(schedule.rate(at: 110) - 0.2) < 1e-12)
  #expect((10..<109).allSatisfy { schedule.rate(at: $0) > schedule.rate(at: $0 + 1) })
}

@Test func theCosineIsThatOfTheLibraryToTheLastDigits() {
  var options = TrainingOptions()
  (options.steps, options.warmup, options.learningRate, options.minimumLearningRate) = (1000, 0, 1, 0)
  let schedule = LearningRateSchedule(options)
  for step in 0...1000 {
    #expect(abs(schedule.rate(at: step) - 0.5 * (1 + cos(.pi * Double(step) / 1000))) < 5e-16)
  }
}

@Test func aScheduleThatIsAllWarmUpStaysFinite() {
  var options = TrainingOptions()
  (options.steps, options.warmup) = (5, 5)
  let schedule = LearningRateSchedule(options)
  #expect((0...5).allSatisfy { schedule.rate(at: $0).isFinite && schedule.rate(at: $0) > 0 })
}
