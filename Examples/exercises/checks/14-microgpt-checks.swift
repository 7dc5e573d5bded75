import Kindling

/// The checks of lab 14.
let lab14 = ExerciseLab(
  14, "microgpt", file: "14-microgpt.swift",
  exercises: [
    Exercise("tapeGradients") {
      // 2 * 3 = 6, and + 2 = 8: the 2 counts twice.
      try check(
        "tapeGradients of 2, 3, 2 * 3, and 2 * 3 + 2",
        try tapeGradients([[], [], [(0, 3), (1, 2)], [(2, 1), (0, 1)]]), near: [4, 2, 1, 1],
        hint: "A number that is used twice gets both contributions: add, do not assign. The loss itself has gradient 1."
      )
      try check(
        "tapeGradients of x, x * x at x = 5", try tapeGradients([[], [(0, 5), (0, 5)]]), near: [10, 1],
        hint: "Both factors are the same number.")
      // Each number is the sum of the two before it.
      let chain = [[], []] + (2..<12).map { [(number: $0 - 1, slope: 1.0), (number: $0 - 2, slope: 1.0)] }
      try check(
        "tapeGradients of twelve Fibonacci numbers", try tapeGradients(chain),
        near: [55, 89, 55, 34, 21, 13, 8, 5, 3, 2, 1, 1],
        hint: "Go from the last number to the first: a gradient must be complete before it is passed on.")
    },
    Exercise("rmsNormalized") {
      let call = "rmsNormalized([3, -4, 0, 5])"
      let root = (12.5 + 1e-5).squareRoot()
      try check(
        call, try rmsNormalized([3, -4, 0, 5]), near: [3 / root, -4 / root, 0, 5 / root],
        hint: "The mean of the squares of these four is 12.5. No mean is subtracted from x.")
      try check(
        "rmsNormalized([0, 0])", try rmsNormalized([0, 0]), near: [0, 0],
        hint: "The 0.00001 is there so that nothing is divided by 0.")
    },
    Exercise("rmsNormGradient") {
      let (x, dy) = ([3.0, -4, 0, 5], [1.0, 0, 2, -1])
      let found = try rmsNormGradient(x, dy: dy)
      try check(
        "rmsNormGradient(x, dy: dy) of x = [3, -4, 0, 5], dy = [1, 0, 2, -1]", found, near: plainGradient(x, dy),
        hint: "r is 1 / sqrt(12.50001); y is x r; m is the mean of all y_j dy_j.")
      try check(
        "rmsNormGradient([2], dy: [1])", try rmsNormGradient([2], dy: [1]), near: plainGradient([2], [1]),
        tolerance: 1e-9, hint: "A single number is always normalized to 1 or -1, so its gradient is almost 0.")
    },
    Exercise("adamPosition") {
      try check(
        "adamPosition(after: [0.001], rate: 0.01)", try adamPosition(after: [0.001], rate: 0.01), near: -0.01,
        tolerance: 1e-6,
        hint: "The first step is as long as the rate, whatever the gradient: both corrections see to it.")
      let gradients = [1.0, -0.5, 2, 0.25, 0]
      try check(
        "adamPosition(after: [1, -0.5, 2, 0.25, 0], rate: 0.1)", try adamPosition(after: gradients, rate: 0.1),
        near: plainAdam(gradients, 0.1), tolerance: 1e-6,
        hint: "t counts the steps: 0.85^t is 0.85 * 0.85 in the second.")
      try check(
        "adamPosition(after: [], rate: 0.1)", try adamPosition(after: [], rate: 0.1), near: 0,
        hint: "No gradient, no step.")
    },
    Exercise("microGPTParameterCount") {
      try check(
        "microGPTParameterCount(vocabulary: 27, context: 16, width: 16, blocks: 1)",
        try microGPTParameterCount(vocabulary: 27, context: 16, width: 16, blocks: 1), is: 4192,
        hint:
          "432 for tokens, 256 for positions, 1,024 for attention, 2,048 for the feed-forward layer, 432 for logits.")
      try check(
        "microGPTParameterCount(vocabulary: 50, context: 10, width: 8, blocks: 3)",
        try microGPTParameterCount(vocabulary: 50, context: 10, width: 8, blocks: 3), is: 880 + 3 * 768,
        hint: "Each block has its own six matrices: 12 times the width squared.")
    },
  ])

private func plainGradient(_ x: [Double], _ dy: [Double]) -> [Double] {
  let count = Double(x.count), r = 1 / (x.reduce(0) { $0 + $1 * $1 } / count + 1e-5).squareRoot()
  let mean = zip(x, dy).reduce(0) { $0 + $1.0 * r * $1.1 } / count
  return zip(x, dy).map { r * ($1 - $0 * r * mean) }
}

private func plainAdam(_ gradients: [Double], _ rate: Double) -> Double {
  var (m, s, power1, power2, position) = (0.0, 0.0, 1.0, 1.0, 0.0)
  for g in gradients {
    (m, s, power1, power2) = (0.85 * m + 0.15 * g, 0.99 * s + 0.01 * g * g, power1 * 0.85, power2 * 0.99)
    position -= rate * (m / (1 - power1)) / ((s / (1 - power2)).squareRoot() + 1e-8)
  }
  return position
}
