// Tensors written as nested lists of numbers.

extension Tensor {
  /// Creates a tensor from nested lists of numbers, one axis per level.
  ///
  ///     Tensor([[1, 2, 3], [4, 5, 6]]).shape                        // (2, 3)
  ///     Tensor([0.5, -1.5, -.infinity], requiresGradient: true).shape  // (3,)
  ///
  /// The lists of one level must have the same length.
  public convenience init(_ lists: [TensorLiteral], requiresGradient: Bool = false) {
    self.init(nested: lists, requiresGradient)
  }

  /// Creates a tensor from an array, an array of arrays, and so on, one axis per level.
  ///
  ///     let row: [Float] = [1, 2, 3]
  ///     Tensor([row, row]).shape  // (2, 3)
  ///
  /// The arrays of one level must have the same length.
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

/// A number, or an array of nested numbers.
public protocol NestedNumbers {
  /// Appends all numbers in row-major order and returns their shape; traps if the lists of one level differ in shape.
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
  /// Appends the numbers of all elements, which must have the same shape. The array adds one axis before theirs.
  public func appendElements(to elements: inout [Float]) -> Shape {
    if Element.self == Float.self, let floats = self as? [Float] {
      elements += floats
      return [count]
    }
    var shape: Shape?
    for element in self {
      let next = element.appendElements(to: &elements)
      if let shape {
        require(next == shape, "Tensor: lists of shapes \(shape) and \(next) cannot form one tensor")
      }
      shape = next
    }
    return Shape([count] + (shape?.sizes ?? []))
  }
}

// The initializer is in the class itself: subclasses must have it too, so it cannot be in an extension.
extension Tensor: ExpressibleByArrayLiteral {}

/// A number or a list in a tensor that is written as nested lists.
public enum TensorLiteral: NestedNumbers, ExpressibleByArrayLiteral, ExpressibleByFloatLiteral, Sendable {
  /// A number.
  case number(Float)
  /// A list of numbers or of lists.
  case list([TensorLiteral])

  /// Infinity, mostly for masks: `[[0, -.infinity], [0, 0]]`.
  public static let infinity = TensorLiteral.number(.infinity)

  /// Not a number.
  public static let nan = TensorLiteral.number(.nan)

  /// The literal with all signs changed.
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

  /// Appends all numbers in row-major order and returns their shape.
  public func appendElements(to elements: inout [Float]) -> Shape {
    switch self {
    case .number(let number): number.appendElements(to: &elements)
    case .list(let list): list.appendElements(to: &elements)
    }
  }
}

extension TensorLiteral: ExpressibleByIntegerLiteral {
  /// An integer.
  public init(integerLiteral number: Int) { self = .number(Float(number)) }
}
