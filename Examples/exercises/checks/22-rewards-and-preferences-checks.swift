import Foundation
import Kindling

/// The checks of lab 22.
let lab22 = ExerciseLab(
  22, "preferences", file: "22-rewards-and-preferences.swift",
  exercises: [
    Exercise("preferenceProbability") {
      try check(
        "preferenceProbability(3, over: 3)", try preferenceProbability(3, over: 3), near: 0.5,
        hint: "Between equal answers, a coin decides.")
      try check(
        "preferenceProbability(1, over: 0)", try preferenceProbability(1, over: 0), near: 0.731_058_6,
        hint: "1 / (1 + e^-1): the better answer is likelier to win.")
      try check(
        "preferenceProbability(-1, over: 1)", try preferenceProbability(-1, over: 1), near: 0.119_202_9,
        hint: "Only the difference counts, here -2.")
    },
    Exercise("preferenceLoss") {
      try check(
        "preferenceLoss(chosen: [1, 0], rejected: [0, 0])", try preferenceLoss(chosen: [1, 0], rejected: [0, 0]),
        near: 0.503_204_4, hint: "The mean of 0.3133 and 0.6931.")
      try check(
        "preferenceLoss(chosen: [-2], rejected: [2])", try preferenceLoss(chosen: [-2], rejected: [2]),
        near: 4.018_149_9, hint: "What was chosen had the lower reward: that costs most.")
    },
    Exercise("pairLoss") {
      try check(
        "pairLoss(policy: [-3, -5], reference: [-3, -5], beta: 0.1)",
        try pairLoss(policy: [-3, -5], reference: [-3, -5], beta: 0.1), near: 0.693_147_2,
        hint: "A policy that is still its reference has no margin, however likely the answers are: ln 2.")
      try check(
        "pairLoss(policy: [-2, -7], reference: [-3, -5], beta: 0.5)",
        try pairLoss(policy: [-2, -7], reference: [-3, -5], beta: 0.5), near: 0.201_413_3,
        hint: "The chosen answer gained 1 nat and the other lost 2, so the margin is 0.5 times 3.")
      try check(
        "pairLoss(policy: [-4, -7], reference: [-3, -5], beta: 1)",
        try pairLoss(policy: [-4, -7], reference: [-3, -5], beta: 1), near: 0.313_261_7,
        hint: "Both became less likely, the rejected one more so: the margin is 1.")
    },
    Exercise("pairSlope") {
      try check(
        "pairSlope(policy: [-3, -5], reference: [-3, -5], beta: 0.1)",
        try pairSlope(policy: [-3, -5], reference: [-3, -5], beta: 0.1), near: -0.05,
        hint: "-beta times the sigmoid of minus the margin: the loss falls when the chosen answer becomes likelier.")
      try check(
        "pairSlope(policy: [-2, -7], reference: [-3, -5], beta: 0.5)",
        try pairSlope(policy: [-2, -7], reference: [-3, -5], beta: 0.5), near: -0.091_212_8,
        hint: "A pair that is in order already pulls less.")
    },
    Exercise("clippedGain") {
      func gain(_ ratio: Double, _ advantage: Double, is expected: Double, _ hint: String) throws {
        try check(
          "clippedGain(ratio: \(ratio), advantage: \(advantage), clip: 0.2)",
          try clippedGain(ratio: ratio, advantage: advantage, clip: 0.2), near: expected, hint: hint)
      }
      try gain(1.1, 2, is: 2.2, "Within 0.8 to 1.2, nothing is clipped.")
      try gain(1.5, 2, is: 2.4, "A good token gains nothing beyond 1.2.")
      try gain(0.5, 2, is: 1, "A good token that became less likely is not clipped: it must come back.")
      try gain(0.5, -1, is: -0.8, "A bad token gains nothing below 0.8.")
      try gain(1.5, -1, is: -1.5, "A bad token that became likelier is not clipped: it must come back.")
    },
    Exercise("advantagesOverOthers") {
      try check(
        "advantagesOverOthers([1, 2, 6])", try advantagesOverOthers([1, 2, 6]), near: [-3, -1.5, 4.5],
        hint: "1 against the mean of 2 and 6, which is 4; an answer is not compared with itself.")
      try check(
        "advantagesOverOthers([5, 5])", try advantagesOverOthers([5, 5]), near: [0, 0],
        hint: "Equal answers have no advantage over each other.")
    },
    Exercise("precisionAndRecall") {
      let harmful = [true, true, true, true, false, false]
      try check(
        "precisionAndRecall(stopped: [1, 0, 0, 1, 1, 0], harmful: [1, 1, 1, 1, 0, 0])",
        try precisionAndRecall(stopped: [true, false, false, true, true, false], harmful: harmful),
        near: [2.0 / 3, 0.5],
        hint: "Three were stopped, two of them rightly; four are harmful, two of them were stopped.")
      try check(
        "precisionAndRecall(stopped: [0, 0, 0, 0, 0, 0], harmful: [1, 1, 1, 1, 0, 0])",
        try precisionAndRecall(stopped: Array(repeating: false, count: 6), harmful: harmful), near: [0, 0],
        hint: "A filter that never acts has a precision of 0 here, not 0 / 0.")
    },
  ])
