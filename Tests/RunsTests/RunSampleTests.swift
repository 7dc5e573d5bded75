import Foundation
import TestSupport
import Testing

@testable import Runs

struct RunSampleTests {
  @Test func samplesAreReadBackAsTheyWereWritten() {
    let samples = [
      RunSample(step: 0, text: "a\n\n"), RunSample(step: 20, text: ""), RunSample(step: 40, text: "\n--- step \n x"),
      RunSample(step: 60, text: "--- step 70 ---\n--- step 20 ---\n"),
    ]
    let text = samples.map(\.entry).joined()
    #expect(RunSample.samples(in: text, steps: [0, 20, 40, 60]) == samples)
  }

  @Test func aSampleThatWasCutOffIsReadInPart() {
    let text = RunSample(step: 0, text: "whole").entry + "--- step 10 ---\nhal"
    #expect(RunSample.samples(in: text, steps: [0, 10]).map(\.text) == ["whole", "hal"])
  }

  @Test func linesBeforeTheFirstSampleAreIgnored() {
    #expect(RunSample.samples(in: "words\n--- step x ---\n--- step 1 ---\na\n\n", steps: [1]).map(\.text) == ["a"])
    #expect(RunSample.samples(in: "", steps: [1]) == [])
  }

  @Test func aRunWithoutSamplesHasNone() throws {
    #expect(try RunSample.read(ofRun: "/nowhere", steps: [1]) == [])
  }
}
