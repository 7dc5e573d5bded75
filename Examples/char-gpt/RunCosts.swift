import Benchmarks
import Console
import Kernels
import Reports
import Transformers

/// What a run takes on this machine.
struct RunCosts: Encodable {
  private let parameters: Int
  private let totals: ParameterTotals
  private let tokens: Int
  /// Six operations per parameter and token (Kaplan et al. 2020, section 2.1).
  private let operationsByRule: Double
  /// Six operations per weight of a matrix and token, and those of attention.
  private let operationsCounted: Double
  private let memory: TrainingMemory
  private let memoryTotal: Int
  /// The machine's peak, and the speed that the run reaches; nil if it was not measured.
  private let peakGflops: Double
  private let gflops: Double?
  /// The time of all steps; without a measured speed, at the peak.
  private let trainingS: Double
  private let wattHours: Double
  private let gramsCo2: Double
  /// The time and the step that the run has reached; nil if it has not begun.
  private let elapsedS: Double?
  private let step: Int?
  private let watts: Double
  private let gramsPerKwh: Double

  init(_ plan: TrainingPlan, _ footprint: Footprint, repeats: Int) throws {
    let model = plan.model
    totals = model.parameterTotals
    (parameters, tokens) = (totals.unique, plan.tokens)
    operationsByRule = 6 * Double(parameters) * Double(tokens)
    operationsCounted = model.floatingPointOperations(tokens: tokens)
    memory = model.trainingMemoryParts(batchSize: plan.batchSize, optimizerNumbers: plan.optimizerNumbers)
    memoryTotal = memory.total
    let peak = peakSpeed(threads: Threads.count)
    let stepOperations = model.floatingPointOperations(tokens: plan.batchSize * model.contextLength)
    // A step that takes long, or much of the memory that other programs may be using, is not tried.
    let isSmall = stepOperations / peak < 1 && memoryTotal < Preflight.memoryOfThisMachine / 4
    let speed = isSmall ? try Self.measure(plan, operations: stepOperations, repeats: repeats) : nil
    (peakGflops, gflops) = (peak * 1e-9, speed.map { $0 * 1e-9 })
    trainingS = operationsCounted / (speed ?? peak)
    wattHours = footprint.wattHours(seconds: trainingS)
    gramsCo2 = footprint.grams(wattHours: wattHours)
    (elapsedS, step) = (plan.last?.elapsed, plan.last?.step)
    (watts, gramsPerKwh) = (footprint.watts, footprint.gramsPerKilowattHour)
  }

  /// Returns the speed of training steps of this form, in FLOP/s.
  private static func measure(_ plan: TrainingPlan, operations: Double, repeats: Int) throws -> Double {
    let job = TrainingJob(plan.model, batchSize: plan.batchSize, plan.training, seed: plan.seed)
    var times: [Double] = []
    while times.count < repeats, times.reduce(0, +) < 5 {
      times.append(try secondsTaken { try job.step() })
    }
    // The first steps allocate memory from the system and warm the caches.
    return operations / Timings(Array(times.dropFirst(min(5, times.count - 1)))).median
  }

  /// Prints the costs.
  func write(json: Bool) throws {
    if json { return try printJSON(self) }
    var table = TextTable([.left("what"), .right("how much"), .left("how")])
    table.append(["parameters", Formats.grouped(parameters), "N"])
    table.append(["tokens", Formats.grouped(tokens), "D"])
    // The rule is for models that multiply by nearly all of their parameters.
    let remark = operationsByRule > 2 * operationsCounted ? ", which counts tables that are only looked up" : ""
    table.append(["operations", Formats.quantity(operationsByRule, unit: "FLOP"), "6 N D" + remark])
    table.append([
      "", Formats.quantity(operationsCounted, unit: "FLOP"), "counted product by product, attention's included",
    ])
    for (name, bytes, how) in [
      ("memory", memoryTotal, "the sum of the next six"), ("- weights", memory.weights, "4 bytes each"),
      ("- gradients", memory.gradients, "one set for each group of micro-batches"),
      ("- optimizer", memory.optimizer, "its state"),
      ("- activations", memory.activations, "kept for the backward pass"),
      ("- packed copies", memory.packedCopies, "of the weights, as products read them"),
      ("- program", memory.program, ""),
    ] { table.append([name, Formats.bytes(bytes), how]) }
    table.append(["time", CostFormats.duration(trainingS), speedInWords])
    if let elapsedS, let step {
      let place = "as metrics.jsonl has it, at step \(Formats.grouped(step))"
      table.append(["time so far", Formats.duration(elapsedS), place])
    }
    table.append(["energy", CostFormats.energy(wattHours), "at \(figure(watts)) W"])
    table.append(["carbon", CostFormats.mass(gramsCo2) + " CO2", "at \(figure(gramsPerKwh)) g per kWh"])
    try Terminal.write("\(table)\n")
  }

  private var speedInWords: String {
    let peak = Formats.significant(peakGflops, digits: 3)
    guard let gflops else {
      return "at the least: a step is too large to measure, so this is this machine's peak, \(peak) GFLOP/s"
    }
    return "at \(Formats.significant(gflops, digits: 3)) GFLOP/s, as measured: "
      + "\(Formats.fixed(100 * gflops / peakGflops, decimals: 0)) % of the peak; without evaluations"
  }
}
