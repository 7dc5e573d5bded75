import Foundation
import Kindling

/// The checks of lab 04.
let lab04 = ExerciseLab(
  4, "word2vec", file: "04-word2vec.swift",
  exercises: [
    Exercise("skipGramPairs") {
      try check(
        "skipGramPairs(of: [old, ferry, waits], window: 1)",
        try skipGramPairs(of: ["old", "ferry", "waits"], window: 1),
        is: [["old", "ferry"], ["ferry", "old"], ["ferry", "waits"], ["waits", "ferry"]],
        hint: "Neighbors are on both sides, and no word is its own neighbor.")
      try check(
        "skipGramPairs(of: [a, b, a], window: 5)", try skipGramPairs(of: ["a", "b", "a"], window: 5),
        is: [["a", "b"], ["a", "a"], ["b", "a"], ["b", "a"], ["a", "a"], ["a", "b"]],
        hint: "The same word at another position is a neighbor, and a window ends where the sentence does.")
    },
    Exercise("negativeSamplingLoss") {
      let start = try negativeSamplingLoss(x: [0.5, -1], y: [0, 0], negatives: [[0, 0], [0, 0]])
      try check("the loss if all rows are 0", start.loss, near: 3 * log(2), hint: "Each row adds log 2.")
      let call = "negativeSamplingLoss(x: [1, 2], y: [1, 0], negatives: [[0, -1]])"
      let (loss, slopes) = try negativeSamplingLoss(x: [1, 2], y: [1, 0], negatives: [[0, -1]])
      // The products are 1 and -2.
      try check(
        "\(call).loss", loss, near: log(1 + exp(-1)) + log(1 + exp(-2)),
        hint: "The loss is low if the product is high for the true word, and low for the others.")
      try check(
        "\(call).slopes", slopes, near: [1 / (1 + exp(-1)) - 1, -1 / (1 + exp(2))],
        hint: "Each row is multiplied by sigma(z) - t, where t is 1 for the true word and 0 for the others.")
    },
    Exercise("answerToAnalogy") {
      let vectors: [String: [Double]] = [
        "man": [1, 0, 0.1], "woman": [0, 1, 0.1], "king": [1, 0, 2], "queen": [0, 1, 2], "lord": [1, 0.2, 1.5],
        "stone": [-1, -2, -3],
      ]
      try check(
        "the answer to \"man is to woman as king is to\"",
        try answerToAnalogy("man", isTo: "woman", as: "king", in: vectors),
        is: "queen", hint: "The sum is b - a + c, and the words of the question are not allowed as answers.")
      // Of all words, "king" itself is nearest to the sum.
      let plurals: [String: [Double]] = [
        "lamp": [4, 0], "lamps": [4, 1], "king": [1, 4], "kings": [0, 2], "stone": [3, -1],
      ]
      try check(
        "the answer to \"lamp is to lamps as king is to\"",
        try answerToAnalogy("lamp", isTo: "lamps", as: "king", in: plurals),
        is: "kings", hint: "Skip the words of the question, however near they are.")
      let lengths: [String: [Double]] = [
        "a": [10, 0], "b": [0, 1], "c": [1, 1], "near": [-0.3, 3], "far": [-9, 1], "long": [-20, 30],
      ]
      try check(
        "the answer to \"a is to b as c is to\", with rows of different lengths",
        try answerToAnalogy("a", isTo: "b", as: "c", in: lengths),
        is: "near", hint: "Scale each vector to length 1 first, and compare by the cosine, which ignores lengths.")
    },
    Exercise("parametersOfWordModels") {
      let course = try parametersOfWordModels(vocabulary: 1000, dimensions: 300)
      try check(
        "the plain network, 1,000 words, 300 dimensions", course.plain, is: 601_300,
        hint: "Biases: one for each hidden and each output unit.")
      try check("Word2Vec of that size", course.word2vec, is: 600_000, hint: "Two tables, no biases.")
      let small = try parametersOfWordModels(vocabulary: 5, dimensions: 2)
      try check("GloVe, 5 words, 2 dimensions", small.glove, is: 30, hint: "Two tables, and two biases per word.")
      try check("the plain network, 5 words, 2 dimensions", small.plain, is: 27)
    },
  ])
