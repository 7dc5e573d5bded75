// Tensors written as nested lists of numbers.

extension Tensor {
  /// A tensor written as nested lists of numbers, one axis per level.
  ///
  ///     Tensor([[1, 2, 3], [4, 5, 6]]).shape                        // (2, 3)
  ///     Tensor([0.5, -1.5, -.infinity], requiresGradient: true).shape  // (3,)
  ///
  /// The lists of one level must have equal lengths.
  public convenience init(_ lists: [TensorLiteral], requiresGradient: Bool = false) {
    self.init(nested: lists, requiresGradient)
  }

  /// A tensor with the elements of an array, of an array of arrays, and so on, one axis per level.
  ///
  ///     let row: [Float] = [1, 2, 3]
  ///     Tensor([row, row]).shape  // (2, 3)
  ///
  /// The arrays of one level must have equal lengths.
  @_disfavoredOverload
  public convenience init(_ arrays: [some NestedNumbers], requiresGradient: Bool = false) {
    self.init(nested: arrays, requiresGradient)
  }

  private convenience init(nested: some NestedNumbers, _ requiresGradient: Bool) {
    var elements: [Float] = []
    let shape = nested.appendElements(to: &elements)
    self.init(shape, elements, requiresGradient: requiresGradient)
  }
}

/// Numbers, and arrays of nested numbers.
public protocol NestedNumbers {
  /// Appends all numbers in row-major order, and gives their shape; traps when the lists of one level differ.
  func appendElements(to elements: inout [Float]) -> Shape
}

extension Float: NestedNumbers {
  /// Appends this number; it has no axes.
  public func appendElements(to elements: inout [Float]) -> Shape {
    elements.append(self)
    return []
  }
}

extension Double: NestedNumbers {
  /// Appends the nearest float; it has no axes.
  public func appendElements(to elements: inout [Float]) -> Shape { Float(self).appendElements(to: &elements) }
}

extension Int: NestedNumbers {
  /// Appends the nearest float; it has no axes.
  public func appendElements(to elements: inout [Float]) -> Shape { Float(self).appendElements(to: &elements) }
}

extension Array: NestedNumbers where Element: NestedNumbers {
  /// Appends the numbers of all elements, which must have one shape; the array is one more axis before theirs.
  public func appendElements(to elements: inout [Float]) -> Shape {
    if Element.self == Float.self, let floats = self as? [Float] {
      elements += floats
      return [count]
    }
    var shape: Shape?
    for element in self {
      let next = element.appendElements(to: &elements)
      if let shape {
        require(next == shape, "Tensor: lists of shapes \(shape) and \(next) do not make up one tensor")
      }
      shape = next
    }
    return Shape([count] + (shape?.sizes ?? []))
  }
}

// The initializer is in the class itself: as it is required of subclasses too, it cannot be in an extension.
extension Tensor: ExpressibleByArrayLiteral {}

/// A number or a list in a tensor that is written as nested lists.
public enum TensorLiteral: NestedNumbers, ExpressibleByArrayLiteral, ExpressibleByFloatLiteral, Sendable {
  /// A number.
  case number(Float)
  /// A list of numbers or of lists.
  case list([TensorLiteral])

  /// Infinity, in masks mostly: `[[0, -.infinity], [0, 0]]`.
  public static let infinity = TensorLiteral.number(.infinity)

  /// What is not a number.
  public static let nan = TensorLiteral.number(.nan)

  /// The literal with all its signs changed.
  public static prefix func - (literal: TensorLiteral) -> TensorLiteral {
    switch literal {
    case .number(let number): .number(-number)
    case .list(let list): .list(list.map { -$0 })
    }
  }

  /// A number with a fraction.
  public init(floatLiteral number: Float) { self = .number(number) }

  /// A list.
  public init(arrayLiteral elements: TensorLiteral...) { self = .list(elements) }

  /// Appends all numbers in row-major order, and gives their shape.
  public func appendElements(to elements: inout [Float]) -> Shape {
    switch self {
    case .number(let number): number.appendElements(to: &elements)
    case .list(let list): list.appendElements(to: &elements)
    }
  }
}

extension TensorLiteral: ExpressibleByIntegerLiteral {
  /// A whole number.
  public init(integerLiteral number: Int) { self = .number(Float(number)) }
}
