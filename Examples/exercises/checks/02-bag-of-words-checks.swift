import Foundation
import Kindling

/// The checks of lab 02.
let lab02 = ExerciseLab(
  2, "bag-of-words", file: "02-bag-of-words.swift",
  exercises: [
    Exercise("wordVector") {
      let clauses = "it was the best of times worst age wisdom foolishness".split(separator: " ").map(String.init)
      try check(
        "the vector of \"it was the age of wisdom\"", try wordVector(of: "it was the age of wisdom", over: clauses),
        is: [1, 1, 1, 0, 1, 0, 0, 1, 1, 0])
      try check(
        "the vector of \"The best, the BEST of reasons.\"",
        try wordVector(of: "The best, the BEST of reasons.", over: clauses), is: [0, 0, 2, 2, 1, 0, 0, 0, 0, 0],
        hint: "Make letters lower case, split at everything that is not a letter, and count each occurrence of a word.")
      try check(
        "the vector of \"tidetables\" over [tide, tables]",
        try wordVector(of: "tidetables", over: ["tide", "tables"]), is: [0, 0],
        hint: "A word inside another word does not count.")
    },
    Exercise("cosine") {
      try check("cosine([1, 2], [2, 4])", try cosine([1, 2], [2, 4]), near: 1, hint: "Divide by both lengths.")
      try check("cosine([3, 0, 4], [4, 3, 0])", try cosine([3, 0, 4], [4, 3, 0]), near: 0.48)
      try check("cosine([1, 0], [0, 5])", try cosine([1, 0], [0, 5]), near: 0)
      try check(
        "cosine([0, 0], [1, 1])", try cosine([0, 0], [1, 1]), near: 0,
        hint: "0 divided by 0 is not a number: a vector of zeros is a special case.")
    },
    Exercise("bayesWeight") {
      let call = "bayesWeight(count: 3, total: 12, vocabularySize: 8)"
      let weight = try bayesWeight(count: 3, total: 12, vocabularySize: 8)
      try check(
        call, weight, near: log(0.2),
        hint: "1 is added to the count of each word, so the sum of all counts grows by the size of the vocabulary.")
      try check(
        "bayesWeight(count: 0, total: 12, vocabularySize: 8)",
        try bayesWeight(count: 0, total: 12, vocabularySize: 8), near: log(0.05),
        hint: "Without smoothing, the logarithm of 0 would rule the class out.")
    },
    Exercise("praiseScore") {
      let examples = [
        (text: "warm bread", isPraise: true), ("warm tea and warm bread", true), ("good tea", true),
        ("cold tea", false),
      ]
      // 9 words of praise, 2 of complaint, 6 distinct ones; 3 of 4 texts are praise.
      let prior = log(3.0)
      try check(
        "the score of a text without known words", try praiseScore(of: "fog", learnedFrom: examples), near: prior,
        hint: "The biases remain: three of four examples are praise.")
      try check(
        "the score of \"warm\"", try praiseScore(of: "warm", learnedFrom: examples),
        near: prior + log((4.0 / 15) / (1.0 / 8)))
      try check(
        "the score of \"cold cold tea\"", try praiseScore(of: "cold cold tea", learnedFrom: examples),
        near: prior + 2 * log((1.0 / 15) / (2.0 / 8)) + log((3.0 / 15) / (2.0 / 8)),
        hint: "A word that occurs twice counts twice.")
    },
  ])
