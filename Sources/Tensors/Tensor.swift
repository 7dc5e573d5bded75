import Numerics

/// An array of 32-bit floats with any number of axes. It remembers how it was computed if a gradient is required.
///
/// Elements are stored one after another, with the last axis varying fastest. Operations create new tensors; a tensor's
/// own elements change only when an optimizer or an initializer writes them.
///
///     let x = Tensor([[1, 2], [3, 4]], requiresGradient: true)
///     let y = (x * x).sum()
///     y.backward()
///     x.gradient!  // [[2.0, 4.0], [6.0, 8.0]]  shape (2, 2)
///
/// Operations on one tensor are its methods: `x.exp()`, `x.sum(axis: 0)`, `x[0, 1..<3]`. Operations that combine
/// several tensors are operators, `x + y` and `x .< y`, or free functions: `matmul(x, y)`,
/// `concatenate([x, y], axis: 0)`, `maximum(x, y)`, `select(condition, x, y)`. The operations that layers and losses
/// are made of are free functions too, since most of them take weights: `linear`, `layerNorm`, `embedding`, `dropout`,
/// `attention`, `crossEntropy`.
///
/// A shape or an index that does not fit is a programming error. It stops the program with a message that names the
/// operation and the shapes.
open class Tensor {
  /// The size along each axis.
  public final let shape: Shape
  /// The memory, which reshaped and detached tensors share.
  final var storage: Storage
  /// How this tensor was computed, or that it is a leaf that requires a gradient; nil if no gradient is required.
  final var node: Node?

  /// Creates a tensor over existing memory, without history.
  init(shape: Shape, storage: Storage) {
    self.shape = shape
    self.storage = storage
  }

  /// Creates a tensor whose elements are not set yet: the caller must fill it.
  public init(unfilled shape: Shape) {
    self.shape = shape
    storage = Storage(count: shape.count)
  }

  /// Creates a tensor with the given elements, in row-major order.
  public convenience init(_ shape: Shape, _ elements: [Float], requiresGradient: Bool = false) {
    require(shape.count == elements.count, "Tensor: shape \(shape) has \(shape.count) elements, not \(elements.count)")
    self.init(unfilled: shape)
    elements.withUnsafeBufferPointer { source in
      if let first = source.baseAddress { data.update(from: first, count: source.count) }
    }
    if requiresGradient { self.requiresGradient = true }
  }

  /// Creates a tensor from nested lists of numbers, wherever Swift expects a tensor:
  ///
  ///     let x: Tensor = [[1, 2], [3, 4]]
  ///     x + [10, 20]  // [[11.0, 22.0], [13.0, 24.0]]  shape (2, 2)
  ///
  /// Such lists hold numeric literals; for variables, use `Tensor([x, y])`.
  public required convenience init(arrayLiteral elements: TensorLiteral...) { self.init(elements) }

  /// Creates a tensor that holds one number and has no axes.
  public convenience init(_ number: Float, requiresGradient: Bool = false) {
    self.init([], [number], requiresGradient: requiresGradient)
  }

  /// The number of elements.
  public final var count: Int { shape.count }

  /// A pointer to the first element; valid as long as the tensor lives.
  public final var data: UnsafeMutablePointer<Float> {
    // Looking into the storage would raise and lower a reference count, twice for each operand of each operation.
    if let start { return start }
    start = storage.start
    return storage.start
  }

  /// The start of the memory, once it has been touched.
  private final var start: UnsafeMutablePointer<Float>?

  /// All elements, in row-major order.
  public final var elements: [Float] { [Float](UnsafeBufferPointer(start: data, count: count)) }

  /// The only element of a tensor that has exactly one.
  public final var item: Float {
    require(count == 1, "item: shape \(shape) has \(count) elements, not one")
    return data[0]
  }

  /// Whether backward passes reach this tensor. Setting it makes the tensor a leaf that requires a gradient, or one
  /// that does not; operations that were recorded before stay recorded.
  public final var requiresGradient: Bool {
    get { node != nil }
    set {
      guard newValue != requiresGradient else { return }
      require(
        newValue || node?.operation == nil,
        "requiresGradient: the result of \(node?.operation ?? "") depends on tensors that require one; use detached()")
      node = newValue ? Node(leaf: self) : nil
    }
  }

  /// The gradient that `backward()` stored here; only leaves keep theirs.
  public final var gradient: Tensor? {
    get { node?.gradient }
    set { node?.gradient = newValue }
  }

  /// The same elements without history: gradients stop here.
  public final func detached() -> Tensor { Tensor(shape: shape, storage: storage) }
}

extension Tensor {
  /// A tensor with the same number in every element.
  public static func full(_ shape: Shape, _ number: Float) -> Tensor {
    let result = Tensor(unfilled: shape)
    result.data.update(repeating: number, count: result.count)
    return result
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor { full(shape, 0) }

  /// A tensor of ones.
  public static func ones(_ shape: Shape) -> Tensor { full(shape, 1) }

  /// Independent samples from the normal distribution with mean 0 and the given standard deviation.
  public static func normal(
    _ shape: Shape, standardDeviation: Float = 1, using generator: inout RandomGenerator, requiresGradient: Bool = false
  ) -> Tensor {
    let elements = (0..<shape.count).map { _ in generator.normal() * standardDeviation }
    return Tensor(shape, elements, requiresGradient: requiresGradient)
  }
}
