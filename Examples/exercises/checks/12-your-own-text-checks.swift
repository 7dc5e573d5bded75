import Foundation
import Kindling

/// The checks of lab 12.
let lab12 = ExerciseLab(
  12, "own-text", file: "12-your-own-text.swift",
  exercises: [
    Exercise("timesRead") {
      try check(
        "timesRead(steps: 100, batchSize: 12, contextLength: 64, characters: 10_000, validation: 0)",
        try timesRead(steps: 100, batchSize: 12, contextLength: 64, characters: 10_000, validation: 0), near: 7.68,
        hint: "A step reads batch size times context length characters.")
      try check(
        "timesRead(steps: 100, batchSize: 12, contextLength: 64, characters: 10_000, validation: 0.25)",
        try timesRead(steps: 100, batchSize: 12, contextLength: 64, characters: 10_000, validation: 0.25), near: 10.24,
        hint: "The model never trains on the held-out text.")
    },
    Exercise("rareCharacters") {
      try check(
        "rareCharacters(in: \"tide tables\", below: 2)", try rareCharacters(in: "tide tables", below: 2),
        is: [" ", "a", "b", "d", "i", "l", "s"], hint: "Sort them; those that occur `limit` times are not rare.")
      try check(
        "rareCharacters(in: \"a\\r\\nb\\r\\na\\nb\", below: 3)", try rareCharacters(in: "a\r\nb\r\na\nb", below: 3),
        is: ["\r", "a", "b"], hint: "Go through unicodeScalars: \"\\r\\n\" is a single Character.")
    },
    Exercise("whenToStop") {
      func checkStop(_ losses: [Double], patience: Int, best: Int, stop: Int, hint: String? = nil) throws {
        let answer = try whenToStop(losses, patience: patience)
        try check("whenToStop(\(losses), patience: \(patience)).best", answer.best, is: best, hint: hint)
        try check("whenToStop(\(losses), patience: \(patience)).stop", answer.stop, is: stop, hint: hint)
      }
      try checkStop(
        [4, 3, 2.5, 2.6, 2.7, 2.4], patience: 2, best: 2, stop: 4, hint: "Later evaluations are never seen.")
      try checkStop(
        [4, 3, 3.5, 2.5, 2.6, 2.7], patience: 2, best: 3, stop: 5, hint: "A new best restarts the count.")
      try checkStop(
        [4, 3, 2], patience: 2, best: 2, stop: 2,
        hint: "If patience never runs out, training ends with the last evaluation.")
      try checkStop([4, 3, 3, 3, 2], patience: 2, best: 1, stop: 3, hint: "An equal loss is not a new best.")
    },
    Exercise("longestCopy") {
      let text = "The ferry was late. The miller was not."
      func checkCopy(_ sample: String, _ copy: String, hint: String? = nil) throws {
        try check(
          "longestCopy(of: \"\(sample)\", in: \"\(text)\")", try longestCopy(of: sample, in: text), is: copy, hint: hint
        )
      }
      try checkCopy("A ferry was not late.", " ferry was ")
      try checkCopy("12345", "", hint: "If no character occurs in the text, there is no copy.")
      try checkCopy(text, text)
      try checkCopy("late-The ", "late", hint: "Of equally long passages, take the first one of the sample.")
    },
  ])
