import Layers
import Tensors

/// A tensor of a checkpoint: some rows of one of the model's parameters, or a constant where the model has none.
struct HuggingFaceTensor {
  /// The name in the file, without the family's prefix.
  let name: String
  /// The shape in the file.
  let shape: Shape
  /// What the tensor is part of; nil if the model has no such parameter.
  let parameter: Parameter?
  /// The rows of the parameter that are stored here.
  let rows: Range<Int>
  private let isTransposed: Bool
  /// What the tensor is full of if there is no parameter: 0 for a bias, 1 for the weight of a norm.
  private let filler: Float

  /// A whole parameter.
  ///
  /// - Parameter isTransposed: whether the file has the columns of a matrix as rows.
  init(_ name: String, _ parameter: Parameter, isTransposed: Bool = false) {
    self.init(name, parameter, rows: 0..<parameter.shape[0], isTransposed: isTransposed)
  }

  /// Some rows of a parameter.
  init(_ name: String, _ parameter: Parameter, rows: Range<Int>, isTransposed: Bool = false) {
    self.name = name
    self.parameter = parameter
    self.rows = rows
    self.isTransposed = isTransposed
    let sizes = [rows.count] + parameter.shape.sizes.dropFirst()
    shape = Shape(isTransposed ? sizes.reversed() : sizes)
    filler = 0
  }

  /// Some elements of a vector that the model can lack.
  ///
  /// - Parameter filler: what the vector is full of in a model without it.
  init(_ name: String, optional parameter: Parameter?, rows: Range<Int>, filler: Float) {
    self.name = name
    self.parameter = parameter
    self.rows = rows
    self.filler = filler
    isTransposed = false
    shape = [rows.count]
  }

  /// Whether the tensor sets this parameter, or a part of it.
  func isPart(of other: Parameter) -> Bool { parameter === other }

  /// Returns the contents of the tensor. They are made only on request, or a file would need as much memory again as the
  /// model.
  func contents() -> Tensor {
    guard let parameter else { return .full(shape, filler) }
    let stored = rows.count == parameter.shape[0] ? parameter.detached() : parameter.detached()[rows]
    return isTransposed ? stored.transposed() : stored
  }

  /// Sets the rows from the contents of a tensor in a file.
  ///
  /// - Parameter read: writes these contents into a tensor of the given shape.
  /// - Returns: whether all numbers are finite.
  func set(_ read: (_ tensor: Tensor) throws -> Void) rethrows -> Bool {
    guard let parameter else { return true }
    if rows.count == parameter.shape[0], !isTransposed {
      try read(parameter)
      return parameter.isFinite
    }
    let stored = Tensor(unfilled: shape)
    try read(stored)
    let part = isTransposed ? stored.transposed() : stored, width = parameter.count / max(1, parameter.shape[0])
    // The memory is freed with the last reference to the tensor, and a pointer is not a reference.
    withExtendedLifetime(part) {
      (parameter.data + rows.lowerBound * width).update(from: part.data, count: part.count)
    }
    return stored.isFinite
  }
}

extension [HuggingFaceTensor] {
  /// Adds the weight and, if the file has one, the bias of a linear layer.
  ///
  /// - Parameter hasBias: whether the file has a bias; it is zero if the layer has none.
  mutating func append(_ name: String, _ layer: Linear, hasBias: Bool, isTransposed: Bool = false) {
    append(name, layer, rows: 0..<layer.weight.shape[0], hasBias: hasBias, isTransposed: isTransposed)
  }

  /// Adds some of the outputs of a linear layer.
  mutating func append(
    _ name: String, _ layer: Linear, rows: Range<Int>, hasBias: Bool, isTransposed: Bool = false
  ) {
    append(HuggingFaceTensor("\(name).weight", layer.weight, rows: rows, isTransposed: isTransposed))
    guard hasBias else { return }
    append(HuggingFaceTensor("\(name).bias", optional: layer.bias, rows: rows, filler: 0))
  }
}
