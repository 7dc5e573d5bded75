import Foundation
import Kindling

/// The checks of lab 05.
let lab05 = ExerciseLab(
  5, "decoding", file: "05-decoding.swift",
  exercises: [
    Exercise("temperedSoftmax") {
      // If the logits are logarithms of numbers, the probabilities are proportional to these numbers.
      let logits = [log(1.0), log(3.0), log(4.0)]
      try check(
        "temperedSoftmax([ln 1, ln 3, ln 4], temperature: 1)", try temperedSoftmax(logits, temperature: 1),
        near: [0.125, 0.375, 0.5])
      try check(
        "temperedSoftmax([ln 1, ln 3, ln 4], temperature: 0.5)", try temperedSoftmax(logits, temperature: 0.5),
        near: [1.0 / 26, 9.0 / 26, 16.0 / 26], hint: "Divide the logits by the temperature before the exponential.")
      try check(
        "temperedSoftmax([1000, 1000], temperature: 1)", try temperedSoftmax([1000, 1000], temperature: 1),
        near: [0.5, 0.5], hint: "Subtract the largest logit from all of them: that changes no ratio.")
      try check(
        "temperedSoftmax([2, 5, 5], temperature: 0)", try temperedSoftmax([2, 5, 5], temperature: 0), near: [0, 1, 0],
        hint: "At temperature 0 there is nothing to divide by: the first of the highest logits gets probability 1.")
    },
    Exercise("keptByTopK") {
      try check(
        "keptByTopK([0.1, 0.5, 0.3, 0.1], k: 2)", try keptByTopK([0.1, 0.5, 0.3, 0.1], k: 2),
        near: [0, 0.625, 0.375, 0],
        hint: "The kept probabilities must add up to 1 again, each at its own index.")
      try check(
        "keptByTopK([0.25, 0.25, 0.25, 0.25], k: 3)", try keptByTopK([0.25, 0.25, 0.25, 0.25], k: 3),
        near: [1.0 / 3, 1.0 / 3, 1.0 / 3, 0], hint: "Exactly k are kept, even among equals.")
      try check("keptByTopK([0.5, 0.5], k: 9)", try keptByTopK([0.5, 0.5], k: 9), near: [0.5, 0.5])
    },
    Exercise("keptByTopP") {
      let probabilities = [0.125, 0.5, 0.25, 0.125]
      try check(
        "keptByTopP(\(probabilities), p: 0.6)", try keptByTopP(probabilities, p: 0.6), near: [0, 2.0 / 3, 1.0 / 3, 0],
        hint: "0.5 alone does not reach 0.6; the token that reaches it is kept too.")
      try check(
        "keptByTopP(\(probabilities), p: 0.5)", try keptByTopP(probabilities, p: 0.5), near: [0, 1, 0, 0],
        hint: "Reaching p exactly is enough.")
      try check(
        "keptByTopP(\(probabilities), p: 0.8)", try keptByTopP(probabilities, p: 0.8),
        near: [1.0 / 7, 4.0 / 7, 2.0 / 7, 0],
        hint: "Of equally likely tokens, only as many are kept as needed, lower numbers first.")
      // Top-k 2 leaves this of 0.5, 0.3, 0.15 and 0.05.
      try check(
        "keptByTopP([0.625, 0.375, 0, 0], p: 0.6)", try keptByTopP([0.625, 0.375, 0, 0], p: 0.6), near: [1, 0, 0, 0])
      try check("keptByTopP(\(probabilities), p: 0.01)", try keptByTopP(probabilities, p: 0.01), near: [0, 1, 0, 0])
      try check("keptByTopP(\(probabilities), p: 1)", try keptByTopP(probabilities, p: 1), near: probabilities)
    },
    Exercise("drawnToken") {
      let probabilities = [0, 0.5, 0.25, 0.25, 0]
      try check(
        "drawnToken(\(probabilities), at: 0)", try drawnToken(probabilities, at: 0), is: 1,
        hint: "A token with probability 0 has no place on the line.")
      try check("drawnToken(\(probabilities), at: 0.49)", try drawnToken(probabilities, at: 0.49), is: 1)
      try check("drawnToken(\(probabilities), at: 0.6)", try drawnToken(probabilities, at: 0.6), is: 2)
      try check("drawnToken(\(probabilities), at: 0.8)", try drawnToken(probabilities, at: 0.8), is: 3)
      try check(
        "drawnToken([0.7, 0.2, 0], at: 0.95)", try drawnToken([0.7, 0.2, 0], at: 0.95), is: 1,
        hint: "Past the end, take the last token with a probability above 0.")
    },
    Exercise("beamSearch") {
      for seed in 1...6 as ClosedRange<UInt64> {
        let model = smallModel(seed: seed)
        let greedy = try beamSearch(model, after: [0], length: 4, width: 1)
        var tokens: [Int32] = []
        for _ in 0..<4 {
          let logits = model.nextLogits(after: [0] + tokens)
          tokens.append(Int32(logits.firstIndex(of: logits.max()!)!))
        }
        try check("beamSearch with width 1", greedy.tokens, is: tokens, hint: "With width 1, beam search is greedy.")
        let (best, logProbability) = likeliestText(model, after: [0], length: 4)
        let wide = try beamSearch(model, after: [0], length: 4, width: 256)
        try check(
          "the logProbability of beamSearch with width 256", wide.logProbability, near: logProbability,
          hint: "Add up the logarithms of all tokens' probabilities; with room for every text, the best is found.")
        try check("beamSearch with width 256", wide.tokens, is: best)
      }
      for seed in 1...30 as ClosedRange<UInt64> {
        let model = smallModel(seed: seed)
        try check(
          "beamSearch with width 2", try beamSearch(model, after: [0], length: 4, width: 2).tokens,
          is: textByTwoBeams(model, after: [0], length: 4),
          hint: "Keep the two most likely of all the longer texts together, not two of each.")
      }
    },
  ])

/// An untrained model of four tokens, with weights so large that its probabilities are far from equal.
private func smallModel(seed: UInt64) -> GPT {
  let model = GPT(GPTConfiguration(vocabularySize: 4, contextLength: 8, layerCount: 1, headCount: 1, width: 8))
  model.initialize(seed: seed)
  for parameter in model.parameters where parameter.shape.rank == 2 {
    for i in 0..<parameter.count { parameter.data[i] *= 20 }
  }
  return model
}

/// The result of a beam search that keeps two texts at each step.
private func textByTwoBeams(_ model: GPT, after prompt: [Int32], length: Int) -> [Int32] {
  var kept: [(tokens: [Int32], logProbability: Double)] = [([], 0)]
  for _ in 0..<length {
    let longer = kept.flatMap { text in
      let logits = model.nextLogits(after: prompt + text.tokens).map(Double.init)
      let logSum = log(logits.map { exp($0) }.reduce(0, +))
      return logits.indices.map {
        (tokens: text.tokens + [Int32($0)], logProbability: text.logProbability + logits[$0] - logSum)
      }
    }
    kept = Array(longer.sorted { $0.logProbability > $1.logProbability }.prefix(2))
  }
  return kept[0].tokens
}

/// The most likely of all texts and the logarithm of its probability, found by trying each text.
private func likeliestText(_ model: GPT, after prompt: [Int32], length: Int) -> ([Int32], Double) {
  guard length > 0 else { return ([], 0) }
  let logits = model.nextLogits(after: prompt).map(Double.init)
  let logSum = log(logits.map { exp($0) }.reduce(0, +))
  return logits.indices.map { token in
    let (rest, logProbability) = likeliestText(model, after: prompt + [Int32(token)], length: length - 1)
    return ([Int32(token)] + rest, logits[token] - logSum + logProbability)
  }.max { $0.1 < $1.1 }!
}
