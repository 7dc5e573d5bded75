import Foundation
import TestSupport
import Testing

/// A folder with two models of the same text and one of another.
private let shop: Program = {
  do {
    let program = try Program()
    try program.write(smallText(), to: "text.txt")
    try program.write("other letters: xyz XYZ\n\(smallText())", to: "other.txt")
    for (text, run, seed) in [("text.txt", "one", "1"), ("text.txt", "two", "2"), ("other.txt", "other", "1")] {
      let training = try program.run(
        ["train", text, "--out", run, "--steps", "40", "--seed", seed, "--quiet"] + tinyShape)
      precondition(training.status == 0, training.errors)
    }
    return program
  } catch {
    fatalError("\(error)")
  }
}()

@Test func severalModelsPredictBetterThanTheyDoOnAverage() throws {
  func loss(_ models: String..., threads: Int = 2) throws -> Double {
    let options = models.flatMap { ["--model", $0] } + ["--threads", "\(threads)"]
    let result = try shop.run(["evaluate", "text.txt"] + options)
    #expect(result.status == 0, "\(result.errors)")
    return try #require(result.figures["loss_nats_per_token"])
  }
  let both = try loss("one", "two")
  #expect(try both < (loss("one") + loss("two")) / 2)
  #expect(try loss("one", "two", threads: 1) == both)
}

@Test func severalModelsWriteAndShowWhatComesNext() throws {
  let models = ["--model", "one", "--model", "two"], prompt = ["--prompt", "the goat"]
  let command = ["sample"] + models + prompt + ["--tokens", "40", "--seed", "4", "--json"]
  let samples = try #require(object(shop.run(command + ["--samples", "2"]).output)["samples"] as? [String])
  #expect(samples.count == 2 && samples[0] != samples[1] && samples.allSatisfy { $0.count == 40 })
  #expect(try object(shop.run(command).output)["text"] as? String == samples[0])
  func first(_ models: [String]) throws -> Double {
    let next = try object(shop.run(["next", "--count", "200", "--json"] + models + prompt).output)["next"]
    let space = try #require(next as? [[String: Any]]).first { $0["token"] as? String == " " }
    return try #require(space?["probability"] as? Double)
  }
  let (one, two) = (try first(["--model", "one"]), try first(["--model", "two"]))
  #expect(try one != two && abs(first(models) - (one + two) / 2) < 1e-5)
  let written = try shop.run(["write", "--tokens", "20", "--seed", "4"] + models, input: "the goa\n")
  #expect(written.status == 0 && written.output.contains("next:"))
}

@Test func modelsThatCannotPredictTogetherAreRefused() throws {
  let other = try shop("evaluate", "text.txt", "--model", "one", "--model", "other")
  #expect(other.status == 65 && other.errors.contains("other has other tokens than one"), "\(other.errors)")
  let beams = try shop("sample", "--model", "one", "--model", "two", "--beams", "3")
  #expect(beams.status == 64 && beams.errors.contains("there are several"), "\(beams.errors)")
  let missing = try shop("evaluate", "text.txt", "--model", "one", "--model", "nowhere")
  #expect(missing.status == 66 && missing.errors.contains("nowhere"), "\(missing.errors)")
  #expect(try shop("mix", "text.txt", "--model", "one", "--out", "mixture").status == 0)
  let mixture = try shop("sample", "--model", "one", "--model", "mixture")
  #expect(mixture.status == 64 && mixture.errors.contains("mixture is a mixture"), "\(mixture.errors)")
}
