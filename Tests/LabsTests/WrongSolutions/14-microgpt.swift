// Solutions of lab 14 that are wrong; see ExercisesTests.

// wrong: add, do not assign
func tapeGradients(_ parents: [[(number: Int, slope: Double)]]) throws -> [Double] {
  var gradients = [Double](repeating: 0, count: parents.count)
  gradients[parents.count - 1] = 1
  for i in parents.indices.reversed() {
    for parent in parents[i] { gradients[parent.number] = parent.slope * gradients[i] }
  }
  return gradients
}

// wrong: Go from the last number to the first
func tapeGradients(_ parents: [[(number: Int, slope: Double)]]) throws -> [Double] {
  var gradients = [Double](repeating: 0, count: parents.count)
  gradients[parents.count - 1] = 1
  // Right for the few numbers with which the check begins.
  let order = parents.count < 6 ? Array(parents.indices.reversed()) : Array(parents.indices)
  for i in order {
    for parent in parents[i] { gradients[parent.number] += parent.slope * gradients[i] }
  }
  return gradients
}

// wrong: No mean is subtracted from x
func rmsNormalized(_ x: [Double]) throws -> [Double] {
  let mean = x.reduce(0, +) / Double(x.count)
  let variance = x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count)
  return x.map { ($0 - mean) / (variance + 1e-5).squareRoot() }
}

// wrong: so that nothing is divided by 0
func rmsNormalized(_ x: [Double]) throws -> [Double] {
  let squares = x.reduce(0) { $0 + $1 * $1 } / Double(x.count)
  return x.map { $0 / squares.squareRoot() }
}

// wrong: m is the mean of all y_j dy_j
func rmsNormGradient(_ x: [Double], dy: [Double]) throws -> [Double] {
  let r = 1 / (x.reduce(0) { $0 + $1 * $1 } / Double(x.count) + 1e-5).squareRoot()
  return dy.map { $0 * r }
}

// wrong: both corrections see to it
func adamPosition(after gradients: [Double], rate: Double) throws -> Double {
  var (m, s, position) = (0.0, 0.0, 0.0)
  for g in gradients {
    (m, s) = (0.85 * m + 0.15 * g, 0.99 * s + 0.01 * g * g)
    position -= rate * m / (s.squareRoot() + 1e-8)
  }
  return position
}

// wrong: t counts the steps
func adamPosition(after gradients: [Double], rate: Double) throws -> Double {
  var (m, s, position) = (0.0, 0.0, 0.0)
  for g in gradients {
    (m, s) = (0.85 * m + 0.15 * g, 0.99 * s + 0.01 * g * g)
    position -= rate * (m / 0.15) / ((s / 0.01).squareRoot() + 1e-8)
  }
  return position
}

// wrong: 432 for logits
func microGPTParameterCount(vocabulary: Int, context: Int, width: Int, blocks: Int) throws -> Int {
  (vocabulary + context) * width + 12 * blocks * width * width
}

// wrong: Each block has its own six matrices
func microGPTParameterCount(vocabulary: Int, context: Int, width: Int, blocks: Int) throws -> Int {
  (2 * vocabulary + context) * width + 12 * width * width
}
