import Kindling

/// The checks of lab 09.
let lab09 = ExerciseLab(
  9, "schedule", file: "09-learning-rate-overfitting-checkpoints.swift",
  exercises: [
    Exercise("scheduledRate") {
      var options = TrainingOptions()
      (options.steps, options.warmup, options.learningRate, options.minimumLearningRate) = (50, 9, 0.8, 0.2)
      func checkRate(at step: Int, hint: String) throws {
        try check(
          "scheduledRate(at: \(step), steps: 50, warmup: 9, highest: 0.8, lowest: 0.2)",
          try scheduledRate(at: step, steps: 50, warmup: 9, highest: 0.8, lowest: 0.2),
          near: options.schedule.rate(at: step, of: 50), hint: hint)
      }
      try checkRate(at: 0, hint: "Step 0 is not lost: the rise has w + 1 increments, and step 0 already has one.")
      try checkRate(at: 8, hint: "Step w - 1 is one increment below the highest rate.")
      try checkRate(at: 9, hint: "After the warmup, the fall begins at the highest rate.")
      try checkRate(at: 20, hint: "The fall covers the steps that are left after the warmup: n - w of them.")
      try checkRate(at: 49, hint: "At the end, the rate is near the lowest one, not near 0.")
    },
    Exercise("clipped") {
      try check(
        "clipped([3, 4], longest: 1)", try clipped([3, 4], longest: 1), near: [0.6, 0.8],
        hint: "The length of (3, 4) is 5, so each element is divided by 5: the direction stays.")
      try check(
        "clipped([0.3, -0.4], longest: 1)", try clipped([0.3, -0.4], longest: 1), near: [0.3, -0.4],
        hint: "A gradient that is short enough stays as it is.")
      try check(
        "clipped([3, 4], longest: 2)", try clipped([3, 4], longest: 2), near: [1.2, 1.6],
        hint: "Its new length is `longest`, not always 1.")
      try check("clipped([0, 0], longest: 1)", try clipped([0, 0], longest: 1), near: [0, 0])
    },
    Exercise("earlyStop") {
      let losses = [3, 2, 2.5, 2.3, 2.1, 1.9]
      let call = "earlyStop([3, 2, 2.5, 2.3, 2.1, 1.9], patience: 3)"
      let (best, last) = try earlyStop(losses, patience: 3)
      try check(
        "\(call).last", last, is: 4, hint: "Each loss is compared with the lowest so far, not with the one before.")
      try check("\(call).best", best, is: 1, hint: "Evaluations after the stop are never seen.")
      let patient = try earlyStop(losses, patience: 4)
      try check(
        "earlyStop([3, 2, 2.5, 2.3, 2.1, 1.9], patience: 4)", [patient.best, patient.last], is: [5, 5],
        hint: "A new lowest loss restarts the count.")
      let short = try earlyStop([2, 1, 1.5], patience: 3)
      try check(
        "earlyStop([2, 1, 1.5], patience: 3)", [short.best, short.last], is: [1, 2],
        hint: "If patience never runs out, training ends with the last evaluation.")
      let level = try earlyStop([3, 2, 2, 2, 1], patience: 2)
      try check(
        "earlyStop([3, 2, 2, 2, 1], patience: 2)", [level.best, level.last], is: [1, 3],
        hint: "An equal loss is not a new lowest one.")
    },
    Exercise("dropped") {
      try check(
        "dropped([1, 2, 3, 4], kept: [true, false, true, true], rate: 0.2)",
        try dropped([1, 2, 3, 4], kept: [true, false, true, true], rate: 0.2), near: [1.25, 0, 3.75, 5],
        hint: "In the long run, 80 % of the values are kept, so those that are kept are divided by 0.8.")
    },
  ])
