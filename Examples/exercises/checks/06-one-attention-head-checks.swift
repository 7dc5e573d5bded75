import Foundation
import Kindling

/// The checks of lab 06.
let lab06 = ExerciseLab(
  6, "attention", file: "06-one-attention-head.swift",
  exercises: [
    Exercise("attentionWeights") {
      let (goat, rope) = (exp(5 / 2.0.squareRoot()), exp(3 / 2.0.squareRoot()))
      let weights = try attentionWeights(query: [3, 2], keys: [[0, 0], [1, 1], [1, 0]])
      let call = "attentionWeights(query: [3, 2], keys: [[0, 0], [1, 1], [1, 0]])"
      try check("the sum of \(call)", weights.reduce(0, +), near: 1, hint: "Weights are shares: divide by their sum.")
      try check(
        call, weights, near: [1, goat, rope].map { $0 / (1 + goat + rope) },
        hint: "A score is the sum of the products, divided by the square root of the head's size, which is 2 here.")
      try check(
        "attentionWeights(query: [2000], keys: [[1], [0]])", try attentionWeights(query: [2000], keys: [[1], [0]]),
        near: [1, 0],
        hint: "exp(2000) is infinite; subtract the largest score from all of them first.")
    },
    Exercise("causalMask") {
      let mask = try causalMask(length: 3)
      let off = -Float.infinity
      try check("the shape of causalMask(length: 3)", mask.shape, is: [3, 3])
      try check(
        "causalMask(length: 3)", mask.elements, is: [0, off, off, 0, 0, off, 0, 0, 0],
        hint: "Rows are the words that look, columns those that are looked at; each word sees itself.")
    },
    Exercise("attentionHead") {
      let (queries, keys, values) = (sample([5, 3], seed: 1), sample([5, 3], seed: 2), sample([5, 3], seed: 3))
      let all: Shape = [1, 5, 1, 3]
      let expected = attention(
        queries.reshaped(to: all), keys.reshaped(to: all), values.reshaped(to: all), mask: .causal)
      let result = try attentionHead(queries: queries, keys: keys, values: values)
      let call = "attentionHead(queries: ..., keys: ..., values: ...) for 5 words and a head size of 3"
      try check("the shape of \(call)", result.shape, is: [5, 3])
      try check(
        "the first row of \(call)", Array(result.elements.prefix(3)), near: Array(values.elements.prefix(3)),
        hint: "The first word sees only itself, so it gets its own value: mask the scores before the softmax.")
      try check(
        call, result, shape: [5, 3], near: expected.elements,
        hint: "Divide the scores by the square root of the head's size.")
    },
    Exercise("severalHeads") {
      let qkv = sample([5, 18], seed: 4)
      for headCount in [1, 2, 3] {
        let expected = attention(qkv: qkv.reshaped(to: [1, 5, 18]), headCount: headCount)
        try check(
          "severalHeads(qkv: ..., headCount: \(headCount)) for 5 words and 6 channels",
          try severalHeads(qkv: qkv, headCount: headCount), shape: [5, 6], near: expected.elements,
          hint: headCount == 1
            ? "With one head, the first third of the channels is its queries, the second its keys, the last its values."
            : "All queries come first, head after head, then all keys, then all values. Under the root is the size of one head, C / headCount."
        )
      }
    },
    Exercise("attentionWeightCount") {
      try check(
        "attentionWeightCount(length: 3, headCount: 1, layerCount: 1)",
        try attentionWeightCount(length: 3, headCount: 1, layerCount: 1), is: 6,
        hint: "The first word has one weight, the second two, the third three.")
      try check(
        "attentionWeightCount(length: 1024, headCount: 12, layerCount: 12)",
        try attentionWeightCount(length: 1024, headCount: 12, layerCount: 12), is: 75_571_200,
        hint: "Each head of each layer has its own weights.")
    },
  ])

/// Random numbers, the same on each call.
private func sample(_ shape: Shape, seed: UInt64) -> Tensor {
  var generator = RandomGenerator(seed: seed)
  return Tensor.normal(shape, using: &generator)
}
