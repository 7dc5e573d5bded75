import Kernels

/// An array of 32-bit floats with any number of axes, which remembers how it was computed when a gradient is wanted.
///
/// Elements stand one after another, the last axis fastest. Operations make new tensors; a tensor's own elements
/// change only where an optimizer or an initialiser writes them.
///
///     let x = Tensor([2, 2], [1, 2, 3, 4], requiresGradient: true)
///     let y = (x * x).sum()
///     y.backward()
///     x.gradient!.elements  // [2, 4, 6, 8]
///
/// A shape or an index that does not fit is a mistake in the program, and stops it with a message that names the
/// operation and the shapes.
open class Tensor {
  /// The size along each axis.
  public final let shape: Shape
  /// The memory, which reshaped and detached tensors share.
  final var storage: Storage
  /// How this tensor came about, or that it is a leaf that wants a gradient; nil when no gradient is wanted.
  final var node: Node?

  /// A tensor over existing memory, without history.
  init(shape: Shape, storage: Storage) {
    self.shape = shape
    self.storage = storage
  }

  /// A tensor whose elements are not set yet: whoever makes one fills it.
  public init(unfilled shape: Shape) {
    self.shape = shape
    storage = Storage(count: shape.count)
  }

  /// A tensor with the given elements, in row-major order.
  public convenience init(_ shape: Shape, _ elements: [Float], requiresGradient: Bool = false) {
    require(shape.count == elements.count, "Tensor: shape \(shape) has \(shape.count) elements, not \(elements.count)")
    self.init(unfilled: shape)
    elements.withUnsafeBufferPointer { source in
      if let first = source.baseAddress { data.update(from: first, count: source.count) }
    }
    if requiresGradient { self.requiresGradient = true }
  }

  /// A tensor that holds one number and has no axes.
  public convenience init(_ number: Float, requiresGradient: Bool = false) {
    self.init([], [number], requiresGradient: requiresGradient)
  }

  /// The number of elements.
  public final var count: Int { storage.count }

  /// The first element in memory; valid for as long as the tensor lives.
  public final var data: UnsafeMutablePointer<Float> { storage.start }

  /// All elements, in row-major order.
  public final var elements: [Float] { [Float](UnsafeBufferPointer(start: data, count: count)) }

  /// The only element of a tensor that has one.
  public final var item: Float {
    require(count == 1, "item: shape \(shape) has \(count) elements, not one")
    return data[0]
  }

  /// Whether backward passes reach this tensor. Setting it makes the tensor a leaf that wants a gradient, or one that does
  /// not; what was recorded before stays recorded.
  public final var requiresGradient: Bool {
    get { node != nil }
    set {
      guard newValue != requiresGradient else { return }
      require(
        newValue || node?.operation == nil,
        "requiresGradient: the result of \(node?.operation ?? "") depends on tensors that want one; use detached()")
      node = newValue ? Node(leaf: self) : nil
    }
  }

  /// The gradient that `backward()` left here; only leaves keep theirs.
  public final var gradient: Tensor? {
    get { node?.gradient }
    set { node?.gradient = newValue }
  }

  /// The same elements without history: gradients stop here.
  public final func detached() -> Tensor { Tensor(shape: shape, storage: storage) }

  /// The element at the given index, one number an axis; negative numbers count from the end.
  public final subscript(index: Int...) -> Float {
    require(index.count == shape.rank, "subscript: \(index.count) indices for shape \(shape)")
    var offset = 0
    for (axis, (i, size)) in zip(index, shape.sizes).enumerated() {
      let positive = i < 0 ? i + size : i
      require((0..<size).contains(positive), "subscript: index \(i) is outside axis \(axis) of shape \(shape)")
      offset = offset * size + positive
    }
    return data[offset]
  }
}

extension Tensor {
  /// A tensor with the same number everywhere.
  public static func full(_ shape: Shape, _ number: Float) -> Tensor {
    let result = Tensor(unfilled: shape)
    result.data.update(repeating: number, count: result.count)
    return result
  }

  /// A tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor { full(shape, 0) }

  /// A tensor of ones.
  public static func ones(_ shape: Shape) -> Tensor { full(shape, 1) }

  /// Independent numbers from the normal distribution with mean 0.
  public static func normal(
    _ shape: Shape, deviation: Float = 1, using generator: inout RandomGenerator, requiresGradient: Bool = false
  ) -> Tensor {
    let elements = (0..<shape.count).map { _ in generator.normal() * deviation }
    return Tensor(shape, elements, requiresGradient: requiresGradient)
  }
}
