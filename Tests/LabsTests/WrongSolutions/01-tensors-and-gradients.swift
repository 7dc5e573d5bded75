// Solutions of lab 01 that are wrong; see ExercisesTests.

// wrong: the slopes of all paths add up
func valueAndSlopes(a: Float, b: Float) throws -> (value: Float, slopeOfA: Float, slopeOfB: Float) {
  ((a + b) * b, b, a + b)
}

// wrong: The two points are two steps apart
func measuredSlope(of f: (Double) -> Double, at x: Double) throws -> Double {
  (f(x + 1e-4) - f(x - 1e-4)) / 1e-4
}

// wrong: Take a step to both sides
func measuredSlope(of f: (Double) -> Double, at x: Double) throws -> Double {
  (f(x + 1e-4) - f(x)) / 1e-4
}

// wrong: not just to one
func measuredSlope(of f: (Double) -> Double, at x: Double) throws -> Double {
  (f(x + 1e-8) - f(x)) / 1e-8
}

// wrong: has the shape ()
func gradientOfError(weight: [Float], input: [Float], target: Float) throws -> Tensor {
  let w = Tensor([weight.count], weight, requiresGradient: true)
  let error = (w * Tensor([input.count], input)).sum() - target
  (error * error).backward()
  return w.gradient!.sum()
}

// wrong: The slope of a square
func gradientOfError(weight: [Float], input: [Float], target: Float) throws -> Tensor {
  let w = Tensor([weight.count], weight, requiresGradient: true)
  let error = (w * Tensor([input.count], input)).sum() - target
  error.backward()
  return w.gradient!
}

// wrong: Gradients add up until they are cleared
func descent(from start: Float, rate: Float, steps: Int) throws -> [Float] {
  var places = [start]
  var total: Float = 0
  for _ in 0..<steps {
    let x = Tensor(places.last!, requiresGradient: true)
    ((x - 3) * (x - 3)).backward()
    total += x.gradient!.item
    places.append(places.last! - rate * total)
  }
  return places
}

// wrong: The start is the first point
func descent(from start: Float, rate: Float, steps: Int) throws -> [Float] {
  (0..<steps).map { 3 + (start - 3) * Float([0.5, 0.25, 0.125, 0.0625][$0]) }
}

// wrong: Compute inside withoutGradients
func softsign(_ x: Tensor) throws -> Tensor { x / (x.abs() + 1) }

// wrong: dx is dy times the slope
func softsign(_ x: Tensor) throws -> Tensor {
  let below = withoutGradients { x.abs() + 1 }
  return withoutGradients { x / below }.recorded("softsign", from: [x]) { _, inputs in
    inputs.add(1 / (below * below), to: 0)
  }
}

// wrong: on both sides
func softsign(_ x: Tensor) throws -> Tensor {
  let below = withoutGradients { x.abs() + 1 }
  return withoutGradients { x / below }.recorded("softsign", from: [x]) { dy, inputs in
    inputs.add(dy / ((1 + x) * (1 + x)), to: 0)
  }
}
