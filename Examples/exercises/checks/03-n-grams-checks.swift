import Foundation
import Kindling

/// The checks of lab 03.
let lab03 = ExerciseLab(
  3, "n-grams", file: "03-n-grams.swift",
  exercises: [
    Exercise("followers") {
      let sentence = "the tern and the ten hens"
      try check(
        "followers(of: \"e\", in: \"\(sentence)\")", try followers(of: "e", in: sentence),
        is: [" ": 2, "n": 2, "r": 1])
      try check(
        "followers(of: \"the\", in: \"\(sentence)\")", try followers(of: "the", in: sentence), is: [" ": 2],
        hint: "A context can have several characters.")
      try check(
        "followers(of: \"aa\", in: \"aaab\")", try followers(of: "aa", in: "aaab"), is: ["a": 1, "b": 1],
        hint: "Look at every position of the text: a context can begin inside the previous one.")
      try check(
        "followers(of: \"s\", in: \"hens\")", try followers(of: "s", in: "hens"), is: [:],
        hint: "Nothing follows the end of the text.")
      try check("followers(of: \"\", in: \"tot\")", try followers(of: "", in: "tot"), is: ["t": 2, "o": 1])
    },
    Exercise("textPerplexity") {
      try check("textPerplexity([0.5, 1, 0.4])", try textPerplexity([0.5, 1, 0.4]), near: cbrt(5))
      let die = [Double](repeating: 1.0 / 6, count: 1000)
      try check(
        "textPerplexity of 1/6 a thousand times", try textPerplexity(die), near: 6,
        hint: "The product of a thousand probabilities is smaller than any Double: add up logarithms.")
    },
    Exercise("shannonBounds") {
      func checkBounds(_ numbers: [Int], lower: Double, upper: Double, hint: String? = nil) throws {
        let bounds = try shannonBounds(numbers)
        try check("the upper bound of \(numbers)", bounds.upper, near: upper, hint: hint)
        try check("the lower bound of \(numbers)", bounds.lower, near: lower, hint: hint)
      }
      let quarter = -0.75 * log2(0.75) - 0.25 * log2(0.25)
      try checkBounds([1, 1, 1, 2], lower: 0.5, upper: quarter)
      try checkBounds(
        [1, 1, 1], lower: 0, upper: 0, hint: "Numbers that never occur have the share 0, and add nothing to either sum."
      )
      try checkBounds(
        [4, 3, 2, 1], lower: 2, upper: 2, hint: "Use q_i - q_(i+1), even for the largest number, after which q is 0.")
      let tenth = -0.9 * log2(0.9) - 0.1 * log2(0.1)
      try checkBounds(
        [1, 1, 1, 1, 1, 1, 1, 1, 1, 3], lower: 0.3 * log2(3) - 0.2, upper: tenth,
        hint: "q_2 is 0 here, but its term is not: q_3 is subtracted.")
    },
    Exercise("codingInterval") {
      let shares: [(character: Character, probability: Double)] = [("a", 0.5), ("b", 0.25), ("c", 0.25)]
      func checkInterval(_ message: String, low: Double, width: Double, hint: String? = nil) throws {
        let interval = try codingInterval(of: message, shares: shares)
        try check("the width of \"\(message)\"", interval.width, near: width, hint: hint)
        try check("the low end of \"\(message)\"", interval.low, near: low, hint: hint)
      }
      try checkInterval("", low: 0, width: 1, hint: "Before the first character, the interval goes from 0 to 1.")
      try checkInterval("b", low: 0.5, width: 0.25)
      try checkInterval(
        "bc", low: 0.6875, width: 0.0625, hint: "The second character gets a part of the first one's interval.")
      try checkInterval("aaaa", low: 0, width: 0.0625)
    },
  ])
