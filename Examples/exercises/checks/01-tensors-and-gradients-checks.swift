import Kindling

/// The checks of lab 01.
let lab01 = ExerciseLab(
  1, "tensors", file: "01-tensors-and-gradients.swift",
  exercises: [
    Exercise("valueAndSlopes") {
      for (a, b) in [(2, 3), (-1, 4), (0.5, -2)] as [(Float, Float)] {
        let (value, slopeOfA, slopeOfB) = try valueAndSlopes(a: a, b: b)
        let call = "valueAndSlopes(a: \(a), b: \(b))"
        try check("\(call).value", value, near: (a + b) * b)
        try check("\(call).slopeOfA", slopeOfA, near: b)
        try check(
          "\(call).slopeOfB", slopeOfB, near: a + 2 * b,
          hint: "b reaches c along two paths, through the sum and as a factor; the slopes of all paths add up.")
      }
    },
    Exercise("measuredSlope") {
      try check(
        "measuredSlope(of: { 5 * $0 }, at: 1)", try measuredSlope(of: { 5 * $0 }, at: 1), near: 5, tolerance: 1e-4,
        hint: "The two points are two steps apart.")
      try check(
        "measuredSlope(of: { $0 * $0 * $0 }, at: 2)", try measuredSlope(of: { $0 * $0 * $0 }, at: 2), near: 12,
        tolerance: 1e-6,
        hint: "Take a step to both sides, neither too large nor so small that rounding dominates: 1e-4, say.")
      // With a step to one side only, the result would be 1 or -1, however small the step.
      try check(
        "measuredSlope(of: { abs($0) }, at: 0)", try measuredSlope(of: { abs($0) }, at: 0), near: 0, tolerance: 1e-4,
        hint: "Take a step to both sides, not just to one.")
    },
    Exercise("gradientOfError") {
      let call = "gradientOfError(weight: [1, 2, 3], input: [2, -1, 4], target: 10)"
      let gradient = try gradientOfError(weight: [1, 2, 3], input: [2, -1, 4], target: 10)
      // The sum is 12 and the error 2; the slope of its square is 2 * 2 times the input.
      try check(
        call, gradient, shape: [3], near: [8, -4, 16],
        hint: "The slope of a square is twice the number that is squared, times the slope of that number.")
    },
    Exercise("descent") {
      let call = "descent(from: 0, rate: 0.25, steps: 3)"
      let places = try descent(from: 0, rate: 0.25, steps: 3)
      try check("\(call).count", places.count, is: 4, hint: "The start is the first point.")
      try check(
        call, places, near: [0, 1.5, 2.25, 2.625],
        hint: "Gradients add up until they are cleared, and downhill is against the slope.")
    },
    Exercise("softsign") {
      let x = Tensor([4], [-3, -0.5, 1, 4], requiresGradient: true)
      let y = try softsign(x)
      try check("softsign([-3, -0.5, 1, 4])", y, shape: [4], near: [-0.75, -1 / 3, 0.5, 0.8])
      // The drawing has one arrow, from x to the result.
      try check(
        "the steps from x to softsign(x)", GraphDescription(of: y).dot.split(separator: " -> ").count - 1, is: 1,
        hint: "Compute inside withoutGradients, and record a single step with recorded.")
      (y * Tensor([4], [1, 2, 4, -5])).sum().backward()
      try check(
        "the gradient of (softsign(x) * [1, 2, 4, -5]).sum()", x.gradient ?? Tensor.zeros([4]), shape: [4],
        near: [1 / 16, 8 / 9, 1, -1 / 5],
        hint: "The slope is 1 / (1 + |x|)^2 on both sides, and dx is dy times the slope.")
    },
  ])
