import Layers
import Testing

/// Sets a parameter's numbers.
func set(_ parameter: Parameter, _ elements: [Float]) {
  precondition(parameter.count == elements.count)
  for (i, element) in elements.enumerated() { parameter.data[i] = element }
}

/// Expects numbers with mean zero and the given standard deviation, within four deviations of either estimate.
func expectDeviation(
  of parameter: Parameter, _ standardDeviation: Float, sourceLocation: SourceLocation = #_sourceLocation
) {
  let x = parameter.elements.map(Double.init), count = Double(parameter.count)
  let mean = x.reduce(0, +) / count
  let measured = (x.reduce(0) { $0 + $1 * $1 } / count).squareRoot()
  let expected = Double(standardDeviation)
  #expect(abs(mean) < 4 * expected / count.squareRoot(), sourceLocation: sourceLocation)
  #expect(abs(measured / expected - 1) < 4 / (2 * count).squareRoot(), sourceLocation: sourceLocation)
}
