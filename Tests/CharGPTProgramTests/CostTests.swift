import Foundation
import TestSupport
import Testing

struct CostTests {
  private func number(_ answer: [String: Any], _ key: String) throws -> Double {
    try #require(answer[key] as? Double, "\(key)")
  }

  @Test func figuresFollowFromOneAnother() throws {
    let program = try Program("char-gpt")
    defer { program.remove() }
    let options = ["--steps", "50", "--repeats", "8", "--watts", "30", "--grams-per-kwh", "423"]
    let answer = try object(program.run(["cost", "--json"] + options + tinyShape).output)
    let (parameters, tokens) = (try number(answer, "parameters"), try number(answer, "tokens"))
    #expect(tokens == 50 * 4 * 16)
    #expect(try number(answer, "operations_by_rule") == 6 * parameters * tokens)
    let counted = try number(answer, "operations_counted"), seconds = try number(answer, "training_s")
    let speed = try number(answer, "gflops") * 1e9
    #expect(speed > 0 && abs(seconds * speed / counted - 1) < 1e-9)
    let energy = try number(answer, "watt_hours")
    #expect(abs(energy / (30 * seconds / 3600) - 1) < 1e-9)
    #expect(abs(try number(answer, "grams_co2") / (energy / 1000 * 423) - 1) < 1e-9)
    let memory = try #require(answer["memory"] as? [String: Double])
    #expect(memory["weights"] == 4 * parameters && memory["optimizer"] == 8 * parameters)
    #expect(memory.values.reduce(0, +) == (try number(answer, "memory_total")))
    #expect(answer["elapsed_s"] == nil)
  }

  @Test func theOptimizersStateIsCounted() throws {
    let program = try Program("char-gpt")
    defer { program.remove() }
    func state(_ optimizer: String) throws -> Double {
      let answer = try object(
        program.run(["cost", "--json", "--repeats", "1", "--optimizer", optimizer] + tinyShape).output)
      return try #require((answer["memory"] as? [String: Double])?["optimizer"]) / number(answer, "parameters")
    }
    #expect(try state("adamw") == 8 && state("sgd") == 4)
    let muon = try state("muon")
    #expect(muon > 4 && muon < 8)
  }

  @Test func aRunHasTheTimeThatItTook() throws {
    let program = try Program("char-gpt")
    defer { program.remove() }
    try program.write(smallText(), to: "text.txt")
    let train = try program.run(["train", "text.txt", "--out", "run", "--steps", "12", "--quiet"] + tinyShape)
    #expect(train.status == 0, "\(train.errors)")
    let answer = try object(program("cost", "--model", "run", "--repeats", "3", "--json").output)
    #expect(try number(answer, "step") == 12 && number(answer, "tokens") == 12 * 4 * 16)
    #expect(try number(answer, "elapsed_s") > 0)
    let table = try program("cost", "--model", "run", "--repeats", "3")
    #expect(table.output.contains("time so far") && table.output.contains("at step 12"))
    try program.expectRefusal(WrongCommand("cost --model run --steps 3", 64, "--steps", "--model"))
  }

  @Test func whatIsTooLargeToTryIsEstimatedFromThePeak() throws {
    let program = try Program("char-gpt")
    defer { program.remove() }
    let options = ["--preset", "gpt2", "--layers", "48", "--heads", "25", "--embedding", "1600", "--context", "1024"]
    let result = try program.run(["cost", "--vocabulary", "50257", "--batch", "512"] + options)
    #expect(result.status == 0 && result.output.contains("1,557,611,200"))
    #expect(result.output.contains("this machine's peak") && result.output.contains(" years"), "\(result.output)")
  }

  @Test func knownRunsStandBesideThePublishedFigures() throws {
    let program = try Program("char-gpt")
    defer { program.remove() }
    let answer = try object(program("cost", "--family", "llama3", "--json").output)
    let models = try #require(answer["models"] as? [[String: Any]])
    #expect(models.map { $0["processor_hours"] as? Double } == [1.46e6, 7.0e6, 30.84e6])
    #expect(models.map { $0["published_tonnes_co2"] as? Double } == [420, 2040, 8930])
    for model in models {
      #expect(abs(try number(model, "tonnes_co2") / number(model, "published_tonnes_co2") - 1) < 0.031)
    }
    let table = try program("cost", "--family", "llama2", "--grams-per-kwh", "100")
    #expect(table.status == 0 && table.output.contains("1,720,320") && table.output.contains("291.4 t"))
    // A cleaner grid, 100 in place of 385.
    #expect(table.output.contains("75.69 t"), "\(table.output)")
  }

  @Test(arguments: [
    WrongCommand("cost --family gpt3", 64, "GPT-3", "llama2"),
    WrongCommand("cost --family llama2 --watts 3", 64, "--watts", "--family"),
    WrongCommand("cost --family llama2 --model run", 64, "--model", "--family"),
    WrongCommand("cost --watts -1", 64, "--watts"),
    WrongCommand("cost --model nowhere", 66, "nowhere"),
    WrongCommand("cost --batch 65536 --context 65536 --accumulate 65536 --steps 1000000000", 64, "tokens"),
  ])
  func mistakesGetAClearMessage(_ command: WrongCommand) throws {
    let program = try Program("char-gpt")
    defer { program.remove() }
    try program.expectRefusal(command)
  }
}
