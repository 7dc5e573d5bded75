import Alignment
import Files
import Foundation
import Numerics
import Reports
import Transformers
import Tuning

/// How much gold reward each method reaches at which divergence from the tuned model, for several strengths.
struct Frontier: Codable {
  /// A trained policy, or the best of n answers.
  struct Point: Codable {
    let method: String
    /// What makes it stronger or weaker: `beta 0.1`, `n 8`, `30 rounds`.
    let strength: String
    /// In nats per answer; exact, except for the best of n, whose bound is used.
    let divergence: Double
    let reward: Double
  }

  let out: String
  var points: [Point] = []

  static let fileNames = ["frontier.json", "frontier.svg"]
  /// The line whose reward model has seen too few pairs.
  static let overOptimized = "PPO, few pairs"

  /// Writes the points so far and their picture.
  func write() throws {
    func file(_ name: String) -> String { (out as NSString).appendingPathComponent(name) }
    try writeFile(json: self, to: file(Self.fileNames[0]))
    var picture = FrontierPicture(title: "Gold reward and divergence from the tuned model")
    picture.xTitle = "divergence (nats per answer)"
    picture.yTitle = "gold reward of an answer"
    picture.bound = (3, "the best answer")
    for method in points.map(\.method).uniqued {
      let line = points.filter { $0.method == method }.sorted { $0.divergence < $1.divergence }
      picture.add(method, line.map { ($0.divergence, $0.reward) }, markingTurn: method == Self.overOptimized)
    }
    try writeFile(picture.svg(), to: file(Self.fileNames[1]))
  }
}

extension [String] {
  /// The elements without repetitions, in the order of their first appearance.
  fileprivate var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

extension AssistantRun {
  /// Trains policies of several methods and strengths, each in a folder of its own, and measures them.
  ///
  /// - Parameters:
  ///   - rounds: how often a policy answers and learns.
  ///   - fewPairs: the number of pairs of a reward model that is easily deceived.
  func frontier(rounds: Int, fewPairs: Int) throws -> Frontier {
    var frontier = Frontier(out: path)
    let tuned = try model(.tuned), reward = try rewardModel(StageName.reward.rawValue)
    let pairs = try ownPairs()
    try createFolder(folder("frontier"))
    func add(_ method: String, _ strength: String, _ gold: (utility: Double, divergence: Double)) throws {
      frontier.points.append(
        .init(method: method, strength: strength, divergence: gold.divergence, reward: gold.utility))
      try frontier.write()
      remarks.say(
        "\(method), \(strength): reward \(Formats.fixed(gold.utility, decimals: 3)) at a divergence of "
          + Formats.fixed(gold.divergence, decimals: 3))
    }
    let start = try gold(of: tuned, reference: tuned)
    for (n, reward) in try bestOfN(tuned, reward, [1, 2, 4, 8, 16]) {
      try add("best of n", "n \(n)", (reward, bestOfNDivergence(n)))
    }
    for beta in [Float(1), 0.5, 0.1] {
      let name = "frontier/dpo-\(beta)"
      try trainByPreferences(name, pairs.training, beta: beta)
      try add("DPO", "beta \(beta)", gold(of: model(name), reference: tuned))
    }
    let methods: [(String, AlignmentMethod, [Double])] = [
      ("PPO", .ppo, [1, 0.3, 0.1]), ("GRPO", .grpo, [1, 0.3, 0.1]), ("REINFORCE", .reinforce, [1, 0.3, 0.1]),
      ("rejection sampling", .rejection, [2, 0.5, 0.1]),
    ]
    for (title, method, betas) in methods {
      for beta in betas {
        let name = "frontier/\(method.rawValue)-\(beta)"
        try trainByRewards(name, method, beta: beta, rewards: StageName.reward.rawValue, rounds: rounds)
        try add(title, "beta \(beta)", gold(of: model(name), reference: tuned))
      }
    }
    // A reward model of few pairs: what it likes is soon no longer what is good.
    _ = try trainRewards("frontier/reward-few", Array(pairs.training.prefix(fewPairs)), testing: pairs.testing)
    try add(Frontier.overOptimized, "0 rounds", start)
    var before = StageName.tuned.rawValue
    for part in 1...6 {
      let name = "frontier/few-\(part)"
      try trainByRewards(name, .ppo, beta: 0, rewards: "frontier/reward-few", rounds: rounds, from: before)
      try add(Frontier.overOptimized, "\(part * rounds) rounds", gold(of: model(name), reference: tuned))
      before = name
    }
    return frontier
  }

  /// Returns the mean gold reward of the answer that a reward model likes best, of n answers of a model.
  private func bestOfN(_ model: GPT, _ reward: RewardModel, _ sizes: [Int]) throws -> [(n: Int, reward: Double)] {
    let most = sizes.max() ?? 1, chat = chat(model)
    let prompts = try data.judged.map { try chat.remembered($0.prompt).tokens }
    let answers = try model.answers(to: prompts, perPrompt: most, chat.form, seed: seed)
    let rewards = reward.rewards(answers)
    return sizes.map { n in
      let means = data.judged.indices.map { i in
        let range = i * most..<(i + 1) * most
        return expectedBest(
          of: n, rewards: Array(rewards[range]),
          qualities: answers[range].map { data.judged[i].utility(of: template.answer($0.tokens)) })
      }
      return (n, means.reduce(0, +) / Double(means.count))
    }
  }
}
