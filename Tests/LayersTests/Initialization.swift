import Layers
import Testing

/// Sets the values of a parameter.
func set(_ parameter: Parameter, _ elements: [Float]) {
  precondition(parameter.count == elements.count)
  for (i, element) in elements.enumerated() { parameter.data[i] = element }
}

/// Expects values with mean zero and the given standard deviation, both within four standard errors of the estimate.
func expectStandardDeviation(
  of parameter: Parameter, _ standardDeviation: Float, sourceLocation: SourceLocation = #_sourceLocation
) {
  let x = parameter.elements.map(Double.init), count = Double(parameter.count)
  let mean = x.reduce(0, +) / count
  let measured = (x.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
  let expected = Double(standardDeviation)
  #expect(abs(mean) < 4 * expected / count.squareRoot(), sourceLocation: sourceLocation)
  #expect(abs(measured / expected - 1) < 4 / (2 * count).squareRoot(), sourceLocation: sourceLocation)
}
