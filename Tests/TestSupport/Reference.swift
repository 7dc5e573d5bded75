import Foundation
import Numerics
import Tensors
import Testing

/// A tensor in a file of values computed by PyTorch.
public struct ReferenceTensor: Decodable, Sendable {
  /// The size along each axis.
  public let shape: [Int]
  /// The elements, row by row.
  public let data: [Float]

  /// The tensor as a leaf that requires a gradient.
  public var leaf: Tensor { Tensor(Shape(shape), data, requiresGradient: true) }

  /// The tensor as a constant.
  public var constant: Tensor { Tensor(Shape(shape), data) }
}

/// Reads a file of reference values from the `Resources` folder of a test target.
public func reference<Content: Decodable>(_ name: String, in bundle: Bundle) throws -> Content {
  let url = bundle.bundleURL.appendingPathComponent("Resources/\(name)")
  return try JSONDecoder().decode(Content.self, from: Data(contentsOf: url))
}

/// Expects a tensor to have the shape and the elements of a reference.
///
/// - Parameter tolerance: the largest accepted error of an element, relative to the largest element.
public func expectTensor(
  _ tensor: Tensor?, matches reference: ReferenceTensor, tolerance: Float, _ name: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let tensor else {
    complain("\(name) is missing", sourceLocation: sourceLocation)
    return
  }
  expectTensor(
    tensor, matches: reference.data, shape: Shape(reference.shape), tolerance: tolerance, name,
    sourceLocation: sourceLocation)
}

/// Expects a shape, and elements within a tolerance relative to the largest; with tolerance 0, exactly these elements.
public func expectTensor(
  _ tensor: Tensor, matches elements: [Float], shape: Shape, tolerance: Float = 0, _ name: String = "tensor",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard tensor.shape == shape, shape.count == elements.count else {
    complain("\(name) has shape \(tensor.shape), not \(shape)", sourceLocation: sourceLocation)
    return
  }
  let allowed = tolerance * (elements.map(abs).max() ?? 0)
  // Written so that NaN counts as a difference.
  let wrong = zip(tensor.elements, elements).enumerated().first { !(abs($1.0 - $1.1) <= allowed) }
  if let (place, (found, expected)) = wrong {
    complain("\(name), element \(place): \(found), not \(expected)", sourceLocation: sourceLocation)
  }
}

/// A leaf of normally distributed numbers, different for each seed.
public func leaf(_ shape: Shape, seed: UInt64 = 1) -> Tensor {
  var generator = RandomGenerator(seed: seed)
  return .normal(shape, using: &generator, requiresGradient: true)
}

/// A leaf of uniformly distributed numbers in a range.
public func leaf(_ shape: Shape, in range: ClosedRange<Float>, seed: UInt64 = 1) -> Tensor {
  var generator = RandomGenerator(seed: seed)
  let elements = (0..<shape.count).map { _ in
    range.lowerBound + (range.upperBound - range.lowerBound) * generator.uniform()
  }
  return Tensor(shape, elements, requiresGradient: true)
}
