import Foundation
import Kindling

/// The checks of lab 20.
let lab20 = ExerciseLab(
  20, "inside", file: "20-looking-inside.swift",
  exercises: [
    Exercise("surprise") {
      try check("surprise(1)", try surprise(1), near: 0, hint: "What is certain is no surprise.")
      try check(
        "surprise(0.5)", try surprise(0.5), near: 1, hint: "In bits: the logarithm to base 2, with the sign changed.")
      try check("surprise(0.125)", try surprise(0.125), near: 3)
    },
    Exercise("lookBack") {
      let rows = [[1], [0.25, 0.75], [0.1, 0.5, 0.4]]
      try check(
        "lookBack([[1], [0.25, 0.75], [0.1, 0.5, 0.4]], distance: 1)", try lookBack(rows, distance: 1), near: 0.375,
        hint: "One place back: 0.25 in the second row, 0.5 in the third. The first row has nothing before it.")
      try check(
        "lookBack([[1], [0.25, 0.75], [0.1, 0.5, 0.4]], distance: 0)", try lookBack(rows, distance: 0),
        near: (1 + 0.75 + 0.4) / 3, hint: "0 places back is the place itself, the last weight of its row.")
      try check(
        "lookBack([[1], [0.25, 0.75], [0.1, 0.5, 0.4]], distance: 2)", try lookBack(rows, distance: 2), near: 0.1,
        hint: "Only the third row has a place that far back.")
    },
    Exercise("placesSeen") {
      try check("placesSeen([0, 1, 0])", try placesSeen([0, 1, 0]), near: 1, hint: "0 log 0 counts as 0.")
      try check("placesSeen([0.25, 0.25, 0.25, 0.25])", try placesSeen([0.25, 0.25, 0.25, 0.25]), near: 4)
      try check(
        "placesSeen([0.5, 0.25, 0.25])", try placesSeen([0.5, 0.25, 0.25]), near: pow(2, 1.5),
        hint: "The entropy is 1.5 bits.")
    },
    Exercise("bestHead") {
      let far = [[1], [0.1, 0.9], [0.1, 0.1, 0.8]], back = [[1], [0.9, 0.1], [0, 0.9, 0.1]]
      let first = [[1], [0.5, 0.5], [0.8, 0.1, 0.1]]
      try check(
        "bestHead of four heads, distance: 1", try bestHead([[far, first], [back, far]], distance: 1), is: [1, 0],
        hint: "Compare all heads of all layers: this one is the first head of the second layer.")
      try check(
        "bestHead of four heads, distance: 2", try bestHead([[far, first], [back, far]], distance: 2), is: [0, 1],
        hint: "The distance decides which head is best.")
    },
    Exercise("lens") {
      let rows = [[1.0, 0], [0, 2], [-3, 0]]
      try check(
        "lens([1, 1], rows: [[1, 0], [0, 2], [-3, 0]])", try lens([1, 1], rows: rows), is: 1,
        hint: "The logits are 1, 2 and -3.")
      try check(
        "lens([-1, 0.5], rows: [[1, 0], [0, 2], [-3, 0]])", try lens([-1, 0.5], rows: rows), is: 2,
        hint: "The logits are -1, 1 and 3: the largest one counts, not the largest in size of the row.")
      try check(
        "lens([0, -1], rows: [[1, 0], [0, 2], [-3, 0]])", try lens([0, -1], rows: rows), is: 0,
        hint: "The logits are 0, -2 and 0. The first of equal ones counts.")
    },
  ])
