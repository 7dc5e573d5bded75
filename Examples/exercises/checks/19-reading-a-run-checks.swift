import Foundation
import Kindling

/// The checks of lab 19.
let lab19 = ExerciseLab(
  19, "report", file: "19-reading-a-run.swift",
  exercises: [
    Exercise("smoothed") {
      try check(
        "smoothed([4, 2], keep: 0.5)", try smoothed([4, 2], keep: 0.5), near: [4, 8.0 / 3],
        hint: "The totals are 2 and 2, and the weights in them add up to 0.5 and 0.75.")
      try check(
        "smoothed([3, 3, 3], keep: 0.9)", try smoothed([3, 3, 3], keep: 0.9), near: [3, 3, 3],
        hint: "The mean of equal losses is the same loss, from the first one on: divide by the sum of the weights.")
      try check(
        "smoothed([1, 2, 3], keep: 0)", try smoothed([1, 2, 3], keep: 0), near: [1, 2, 3],
        hint: "With keep 0, nothing of the past is left.")
      try check("smoothed([], keep: 0.9)", try smoothed([], keep: 0.9), near: [Double]())
    },
    Exercise("probabilityRatio") {
      try check(
        "probabilityRatio(training: 1, validation: 1)", try probabilityRatio(training: 1, validation: 1), near: 1)
      try check(
        "probabilityRatio(training: 1, validation: 1 + log 2)",
        try probabilityRatio(training: 1, validation: 1 + log(2)), near: 0.5,
        hint: "A loss of x nats is a probability of exp(-x).")
      try check(
        "probabilityRatio(training: 1.2, validation: 1.7)", try probabilityRatio(training: 1.2, validation: 1.7),
        near: exp(-0.5), hint: "A higher loss is a lower probability.")
    },
    Exercise("logarithmicPlace") {
      try check(
        "logarithmicPlace(10, low: 1, high: 100, length: 400)",
        try logarithmicPlace(10, low: 1, high: 100, length: 400), near: 200,
        hint: "From 1 to 10 is as far as from 10 to 100.")
      try check(
        "logarithmicPlace(2, low: 2, high: 8, length: 300)", try logarithmicPlace(2, low: 2, high: 8, length: 300),
        near: 0, hint: "The axis begins at low.")
      try check(
        "logarithmicPlace(4, low: 2, high: 16, length: 300)", try logarithmicPlace(4, low: 2, high: 16, length: 300),
        near: 100, hint: "2 to 4, 4 to 8 and 8 to 16 are three equal steps.")
    },
    Exercise("extremes") {
      try check(
        "extremes(of: [3, 1, 2, 9, 4, 5], parts: 2)", try extremes(of: [3, 1, 2, 9, 4, 5], parts: 2),
        is: [[1, 3], [4, 9]], hint: "Each part has three values; the order is least, greatest.")
      try check(
        "extremes(of: [1, 2, 3, 4], parts: 4)", try extremes(of: [1, 2, 3, 4], parts: 4),
        is: [[1, 1], [2, 2], [3, 3], [4, 4]], hint: "A part may have a single value.")
    },
    Exercise("spikes") {
      try check(
        "spikes(in: [2, 2, 5, 2], after: 2, factor: 1.5)", try spikes(in: [2, 2, 5, 2], after: 2, factor: 1.5), is: [2],
        hint: "5 is more than 1.5 times 2, the mean of the two losses before it.")
      try check(
        "spikes(in: [9, 1, 1, 2], after: 2, factor: 1.5)", try spikes(in: [9, 1, 1, 2], after: 2, factor: 1.5), is: [3],
        hint: "The last loss is compared with (1 + 1) / 2, and the first two are no spikes.")
      try check(
        "spikes(in: [2, 2, 3], after: 2, factor: 1.5)", try spikes(in: [2, 2, 3], after: 2, factor: 1.5), is: [],
        hint: "3 is 1.5 times 2, and not more.")
      try check("spikes(in: [5], after: 2, factor: 1.5)", try spikes(in: [5], after: 2, factor: 1.5), is: [])
    },
  ])
