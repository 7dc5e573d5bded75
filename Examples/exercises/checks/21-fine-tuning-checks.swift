import Foundation
import Kindling

/// The checks of lab 21.
let lab21 = ExerciseLab(
  21, "tuning", file: "21-fine-tuning.swift",
  exercises: [
    Exercise("answerTargets") {
      try check(
        "answerTargets([90, 1, 2, 99, 91, 5, 6, 99], assistant: 91, end: 99)",
        try answerTargets([90, 1, 2, 99, 91, 5, 6, 99], assistant: 91, end: 99), is: [-1, -1, -1, -1, 5, 6, 99],
        hint: "After 91 comes 5, the first token of the answer. The model must also learn to end: 99 after 6 counts.")
      try check(
        "answerTargets([91, 4, 99, 90, 3, 99, 91, 7, 99], assistant: 91, end: 99)",
        try answerTargets([91, 4, 99, 90, 3, 99, 91, 7, 99], assistant: 91, end: 99),
        is: [4, 99, -1, -1, -1, -1, 7, 99],
        hint: "A conversation can have several answers; 91 itself is never predicted.")
      try check(
        "answerTargets([90, 1, 99], assistant: 91, end: 99)",
        try answerTargets([90, 1, 99], assistant: 91, end: 99), is: [-1, -1], hint: "Nobody answers here.")
    },
    Exercise("adapterSize") {
      try check(
        "adapterSize(inputs: 10, outputs: 30, rank: 1)", try adapterSize(inputs: 10, outputs: 30, rank: 1), is: 40,
        hint: "With rank 1, A is one row of 10 numbers, and B one column of 30.")
      try check(
        "adapterSize(inputs: 128, outputs: 384, rank: 8)", try adapterSize(inputs: 128, outputs: 384, rank: 8),
        is: 4096)
    },
    Exercise("trainedShare") {
      try check(
        "trainedShare(maps: [[10, 30], [20, 10]], rank: 2, parameters: 2000)",
        try trainedShare(maps: [[10, 30], [20, 10]], rank: 2, parameters: 2000), near: 0.07,
        hint: "80 numbers for the first map and 60 for the second, of 2,000.")
      try check(
        "trainedShare(maps: [], rank: 2, parameters: 2000)",
        try trainedShare(maps: [], rank: 2, parameters: 2000), near: 0)
    },
    Exercise("mergedWeight") {
      let w = [[1.0, 2, 3], [4, 5, 6]]
      try check(
        "mergedWeight([[1, 2, 3], [4, 5, 6]], a: [[1, 0, 2]], b: [[10], [-1]], alpha: 2)",
        try mergedWeight(w, a: [[1, 0, 2]], b: [[10], [-1]], alpha: 2).flatMap(\.self),
        near: [21, 2, 43, 2, 5, 2], hint: "Rank 1, so the change is 2 B A: rows 20, 0, 40 and -2, 0, -4.")
      try check(
        "mergedWeight([[1, 2, 3], [4, 5, 6]], a: [[1, 0, 2], [0, 1, 0]], b: [[1, 1], [0, 3]], alpha: 2)",
        try mergedWeight(w, a: [[1, 0, 2], [0, 1, 0]], b: [[1, 1], [0, 3]], alpha: 2).flatMap(\.self),
        near: [2, 3, 5, 4, 8, 6], hint: "With rank 2 and alpha 2, the factor alpha / r is 1.")
    },
    Exercise("bestRun") {
      let answers = [0.5, 0.2, 0.4, 0.3], texts = [1.0, 1.9, 1.25, 1.2]
      try check(
        "bestRun(answers: [0.5, 0.2, 0.4, 0.3], texts: [1, 1.9, 1.25, 1.2], before: 1.1, limit: 0.2)",
        try bestRun(answers: answers, texts: texts, before: 1.1, limit: 0.2), is: 3,
        hint: "Run 1 has learned more, but the loss of its text rose by 0.8. Of the others, run 3 is best.")
      try check(
        "bestRun(answers: [0.5, 0.2, 0.4, 0.3], texts: [1, 1.9, 1.25, 1.2], before: 1.1, limit: 0.05)",
        try bestRun(answers: answers, texts: texts, before: 1.1, limit: 0.05), is: 0,
        hint: "The first run even got better at the text: that is no forgetting.")
      try check(
        "bestRun(answers: [0.5, 0.2], texts: [1, 1.9], before: 0.5, limit: 0.2)",
        try bestRun(answers: [0.5, 0.2], texts: [1, 1.9], before: 0.5, limit: 0.2), is: nil,
        hint: "Both have forgotten too much.")
    },
  ])
