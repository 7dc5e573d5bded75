import Foundation
import Kindling

/// The checks of lab 16.
let lab16 = ExerciseLab(
  16, "faster", file: "16-faster-than-counting.swift",
  exercises: [
    Exercise("countedOn") {
      let network = [0.5, 0.25, 0.25]
      try check(
        "countedOn([0, 0, 0], network: [0.5, 0.25, 0.25], strength: 2)",
        try countedOn([0, 0, 0], network: network, strength: 2), near: network,
        hint: "Where nothing was counted, the network has the say.")
      try check(
        "countedOn([3, 1, 0], network: [0.5, 0.25, 0.25], strength: 2)",
        try countedOn([3, 1, 0], network: network, strength: 2), near: [4.0 / 6, 1.5 / 6, 0.5 / 6],
        hint: "The total is 4 counts, plus 2: the probabilities add up to 1.")
      try check(
        "countedOn([3, 1, 0], network: [0.5, 0.25, 0.25], strength: 1000000000)",
        try countedOn([3, 1, 0], network: network, strength: 1e9), near: network,
        hint: "A network that is worth a billion characters outweighs four.")
    },
    Exercise("rowStep") {
      let first = try rowStep([1, 2], gradient: [3, -1], squares: 4, rate: 0.5)
      try check(
        "rowStep([1, 2], gradient: [3, -1], squares: 4, rate: 0.5).squares", first.squares, near: 9,
        hint: "The mean of 9 and 1 is 5.")
      try check(
        "rowStep([1, 2], gradient: [3, -1], squares: 4, rate: 0.5).row", first.row, near: [0.5, 2 + 0.5 / 3],
        hint: "Divide by the root of the new sum, 3. The step goes against the gradient.")
      let unread = try rowStep([1, 2], gradient: [0, 0], squares: 0, rate: 0.5)
      try check(
        "rowStep([1, 2], gradient: [0, 0], squares: 0, rate: 0.5).row", unread.row, near: [1, 2],
        hint: "A row that was not read stays as it is; 0 / 0 is no number.")
    },
    Exercise("recalledRow") {
      try check(
        "recalledRow([2, -4], [4, 0])", try recalledRow([2, -4], [4, 0]), near: [3, -2],
        hint: "Both rows were updated, even if one number happens to be 0: take the mean.")
      try check(
        "recalledRow([2, -4], [0, 0])", try recalledRow([2, -4], [0, 0]), near: [2, -4],
        hint: "The second row was never updated: it should not halve the first.")
      try check(
        "recalledRow([0, 0], [-6, 1])", try recalledRow([0, 0], [-6, 1]), near: [-6, 1],
        hint: "The first row was never updated.")
      try check(
        "recalledRow([0, 0], [0, 0])", try recalledRow([0, 0], [0, 0]), near: [0, 0],
        hint: "An n-gram that neither table has met adds nothing.")
    },
    Exercise("singularValues") {
      try check(
        "singularValues([3, 4], iterations: 0)", try singularValues([3, 4], iterations: 0), near: [0.6, 0.8],
        hint: "The root of 9 + 16 is 5.")
      try check(
        "singularValues([3, 4], iterations: 1)", try singularValues([3, 4], iterations: 1),
        near: [polynomial(0.6), polynomial(0.8)],
        hint: "They are divided only once, before the first iteration; s^5 has a plus.")
      let values = [1, 0.1, 0.02], norm = (1 + 0.01 + 0.0004).squareRoot()
      let five = values.map { value in (0..<5).reduce(value / norm) { s, _ in polynomial(s) } }
      try check(
        "singularValues([1, 0.1, 0.02], iterations: 5)", try singularValues(values, iterations: 5), near: five,
        hint: "Each iteration maps what the one before has left.")
    },
    Exercise("mixedOdds") {
      try check(
        "mixedOdds([0.8], weights: [1])", try mixedOdds([0.8], weights: [1]), near: 0.8,
        hint: "A single prediction with a weight of 1 stays what it is.")
      try check(
        "mixedOdds([0.5, 0.9], weights: [7, 1])", try mixedOdds([0.5, 0.9], weights: [7, 1]), near: 0.9,
        hint: "One half has log-odds of 0: whoever does not know does not count.")
      try check(
        "mixedOdds([0.8, 0.8], weights: [1, 1])", try mixedOdds([0.8, 0.8], weights: [1, 1]), near: 16.0 / 17,
        hint: "Odds of 4 to 1, twice, are odds of 16 to 1.")
      try check(
        "mixedOdds([0.2, 0.6], weights: [0.5, -1])", try mixedOdds([0.2, 0.6], weights: [0.5, -1]), near: 0.25,
        hint: "The odds are 0.25 to the power of 0.5, times 1.5 to the power of -1: 1 to 3.")
    },
  ])

/// One iteration, for a single value.
private func polynomial(_ s: Double) -> Double { 3.4445 * s - 4.775 * s * s * s + 2.0315 * s * s * s * s * s }
