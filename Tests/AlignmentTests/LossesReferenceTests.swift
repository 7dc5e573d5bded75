import Alignment
import Foundation
import Tensors
import TestSupport
import Testing

/// Compares losses and gradients with PyTorch's in double precision; `Examples/benchmark/peers/alignment.py` computes them.
struct LossesReferenceTests {
  struct Case: Decodable {
    let inputs: [String: ReferenceTensor]
    let loss: ReferenceTensor
    let gradients: [String: ReferenceTensor]
  }

  private func check(_ name: String, units: Double = 16, _ loss: ([String: Tensor]) -> Tensor) throws {
    let all: [String: Case] = try reference("alignment.json", in: .module)
    let expected = try #require(all[name])
    let inputs = expected.inputs.mapValues(\.leaf), found = loss(inputs)
    expectClose(
      actual: found.elements.map(Double.init), expected: expected.loss.data.map(Double.init), relativeTo: .each,
      units: units, "\(name): loss")
    found.backward()
    #expect(!expected.gradients.isEmpty)
    for (input, gradient) in expected.gradients {
      expectTensor(inputs[input]?.gradient, matches: gradient, tolerance: 2e-6, "\(name): gradient of \(input)")
    }
    // What is given, such as an older policy, takes no gradient.
    for (input, tensor) in inputs where expected.gradients[input] == nil && input != "mask" {
      #expect(tensor.gradient?.elements.allSatisfy { $0 == 0 } ?? true, "\(name): \(input)")
    }
  }

  @Test func bradleyTerry() throws {
    try check("bradley_terry") { bradleyTerryLoss(chosen: $0["chosen"]!, rejected: $0["rejected"]!) }
  }

  @Test func directPreferences() throws {
    try check("dpo") {
      dpoLoss(
        chosen: ($0["policy_chosen"]!, $0["reference_chosen"]!.detached()),
        rejected: ($0["policy_rejected"]!, $0["reference_rejected"]!.detached()), beta: 0.3)
    }
  }

  @Test func directPreferencesOfWhichSomeAreMistaken() throws {
    try check("dpo_mistaken") {
      dpoLoss(
        chosen: ($0["policy_chosen"]!, $0["reference_chosen"]!.detached()),
        rejected: ($0["policy_rejected"]!, $0["reference_rejected"]!.detached()), beta: 0.3, mistaken: 0.1)
    }
  }

  /// Half of the pairs mistaken: nothing is known of their order, and the loss is lowest where the policy has not moved.
  @Test func pairsInAnyOrderTeachNothing() {
    func loss(_ margin: Float) -> Float {
      let zero = Tensor.zeros([1])
      return dpoLoss(
        chosen: (Tensor([1], [margin]), zero), rejected: (zero, zero), beta: 1, mistaken: 0.5
      ).item
    }
    #expect(loss(0) < loss(0.5) && loss(0) < loss(-0.5) && abs(loss(2) - loss(-2)) < 1e-6)
  }

  @Test func reinforce() throws {
    try check("reinforce") {
      reinforceLoss(logProbabilities: $0["log_probabilities"]!, advantages: $0["advantages"]!)
    }
  }

  @Test func clippedPolicies() throws {
    try check("ppo") {
      ppoLoss(
        logProbabilities: $0["log_probabilities"]!, old: $0["old"]!, advantages: $0["advantages"]!,
        mask: $0["mask"]!.detached(), clip: 0.2)
    }
  }

  @Test func clippedValues() throws {
    try check("ppo_value") {
      ppoValueLoss(
        values: $0["values"]!, old: $0["old"]!, returns: $0["returns"]!, mask: $0["mask"]!.detached(), clip: 0.2)
    }
  }

  @Test func groupRelative() throws {
    try check("grpo") {
      grpoLoss(
        logProbabilities: $0["log_probabilities"]!, old: $0["old"]!, reference: $0["reference"]!,
        advantages: $0["advantages"]!, mask: $0["mask"]!.detached(), clip: 0.2, beta: 0.04)
    }
  }

  @Test func advantagesMatchTheirDefinition() throws {
    let all: [String: Case] = try reference("alignment.json", in: .module)
    let inputs = try #require(all["advantages"]).inputs.mapValues { $0.data.map(Double.init) }
    let found = generalizedAdvantages(
      rewards: inputs["rewards"]!, values: inputs["values"]!, discount: 0.9, lambda: 0.8)
    expectClose(actual: found.advantages, expected: inputs["advantages"]!, units: 2)
    expectClose(actual: found.returns, expected: inputs["returns"]!, units: 2)

    let groups = try #require(all["group_advantages"]).inputs.mapValues { $0.data.map(Double.init) }
    expectClose(
      actual: groupAdvantages(groups["rewards"]!, groupSize: 3), expected: groups["advantages"]!, units: 2)
  }
}
