import Foundation
import Kindling

/// The checks of lab 18.
let lab18 = ExerciseLab(
  18, "data", file: "18-data.swift",
  exercises: [
    Exercise("jaccard") {
      try check(
        #"jaccard("a b c d", "b c d e", size: 2)"#, try jaccard("a b c d", "b c d e", size: 2), near: 0.5,
        hint: "Both have three pairs; bc and cd are in both, and there are four different ones.")
      try check(
        #"jaccard("a b a b a b", "a b", size: 2)"#, try jaccard("a b a b a b", "a b", size: 2), near: 0.5,
        hint: "A set has each run once: ab and ba are in the first text, ab in the second.")
      try check(
        #"jaccard("a b", "a b", size: 5)"#, try jaccard("a b", "a b", size: 5), near: 1,
        hint: "A short text is a single run.")
      try check(
        #"jaccard("a b c", "c b a", size: 1)"#, try jaccard("a b c", "c b a", size: 1), near: 1,
        hint: "Single words have no order.")
    },
    Exercise("repeatedLines") {
      try check(
        #"repeatedLines("a\nb\na\na\n")"#, try repeatedLines("a\nb\na\na\n"), near: 0.5,
        hint: "The first of equal lines did not come before: two of four did.")
      try check(
        #"repeatedLines("a\n\n\n\nb")"#, try repeatedLines("a\n\n\n\nb"), near: 0, hint: "Empty lines do not count.")
      try check(#"repeatedLines("")"#, try repeatedLines(""), near: 0, hint: "0 / 0 is no number.")
    },
    Exercise("probabilityOfComparing") {
      try check(
        "probabilityOfComparing(0.5, bands: 1, rows: 3)", try probabilityOfComparing(0.5, bands: 1, rows: 3),
        near: 0.125, hint: "In one band, all rows must agree.")
      try check(
        "probabilityOfComparing(0.5, bands: 2, rows: 1)", try probabilityOfComparing(0.5, bands: 2, rows: 1),
        near: 0.75, hint: "Only if no band agrees, they are not compared.")
      try check(
        "probabilityOfComparing(0.8, bands: 14, rows: 8)", try probabilityOfComparing(0.8, bands: 14, rows: 8),
        near: NearDuplicates.Settings().probability(ofComparing: 0.8),
        hint: "The probability that a band disagrees is 1 - 0.8^8.")
    },
    Exercise("passesLuhn") {
      try check("passesLuhn([1, 8])", try passesLuhn([1, 8]), is: true, hint: "2 times 1, plus 8.")
      try check("passesLuhn([8, 1])", try passesLuhn([8, 1]), is: false, hint: "16 counts as 1 + 6.")
      try check(
        "passesLuhn([9, 1])", try passesLuhn([9, 1]), is: true, hint: "18 counts as 1 + 8, and 9 + 1 is ten.")
      try check(
        "passesLuhn([0, 5, 9])", try passesLuhn([0, 5, 9]), is: true,
        hint: "From the right: 9, then 5 doubled is 10, which counts as 1.")
      let card = [4, 5, 3, 9, 5, 7, 8, 7, 6, 3, 6, 2, 1, 4, 8, 6]
      try check("passesLuhn(\(card))", try passesLuhn(card), is: true, hint: "The sum is 80.")
    },
    Exercise("epochs") {
      try check(
        "epochs(weights: [3, 1], sizes: [1000, 100], drawn: 800)",
        try epochs(weights: [3, 1], sizes: [1000, 100], drawn: 800), near: [0.6, 2],
        hint: "600 tokens come from the first source, and 200 from the second.")
      try check(
        "epochs(weights: [0.5], sizes: [50], drawn: 100)", try epochs(weights: [0.5], sizes: [50], drawn: 100),
        near: [2], hint: "A single source has all of the training, whatever its weight.")
    },
  ])
