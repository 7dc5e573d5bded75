import Files
import Tensors

/// A low-rank change of a linear map, which is trained in place of the map itself (LoRA; Hu et al. 2022, section 4.1):
///
///     y = x W^T + (alpha / r) (x A^T) B^T
///
/// W stays as it is. A has r rows and B has r columns, so the change has rank r at most, and far fewer numbers than W:
/// r (in + out) in place of in x out. B starts at zero, so the first outputs are those of W alone.
///
///     let layer = Linear(128, 384)
///     layer.setTrainable(false)
///     layer.adapt(LoRA(128, rows: 0..<128, rank: 8, alpha: 16))    // 2,048 numbers learn, 49,152 rest
///     ...                                                          // train
///     layer.mergeAdapters()                                        // W += (alpha / r) B A
///
/// An adapter can change only some of the outputs: the queries, keys and values of attention come from one map.
public final class LoRA: Module {
  /// A, (r, in).
  public let a: Parameter
  /// B, (changed outputs, r).
  public let b: Parameter
  /// The outputs of the map that change.
  public let rows: Range<Int>
  /// alpha, which r divides: with the same alpha, adapters of different ranks change the map at about the same speed.
  public let alpha: Float

  /// Creates an adapter that changes nothing yet.
  ///
  /// - Parameters:
  ///   - inputSize: in, the inputs of the map.
  ///   - rank: r, at least 1.
  public init(_ inputSize: Int, rows: Range<Int>, rank: Int, alpha: Float) {
    require(inputSize > 0 && !rows.isEmpty && rows.lowerBound >= 0, "LoRA: \(inputSize) inputs and outputs \(rows)")
    require(rank >= 1, "LoRA: a rank of \(rank)")
    require(alpha > 0 && alpha.isFinite, "LoRA: an alpha of \(alpha)")
    // The bound of PEFT, which has He's initialization for it, with a = sqrt(5).
    a = Parameter([rank, inputSize], .uniform(bound: 1 / Float(inputSize).squareRoot()))
    b = Parameter([rows.count, rank], .zeros)
    (self.rows, self.alpha) = (rows, alpha)
  }

  /// r.
  public var rank: Int { a.shape[0] }

  /// alpha / r, the factor of the change.
  public var scale: Float { alpha / Float(rank) }

  /// A and B.
  public var children: [Child] { [.parameter("a", a), .parameter("b", b)] }

  /// The change of the outputs in ``rows``: (..., in) -> (..., rows).
  public func callAsFunction(_ x: Tensor) -> Tensor { linear(linear(x, weight: a) * scale, weight: b) }

  /// Adds (alpha / r) B A to the rows of a weight, (out, in).
  func merge(into weight: Parameter) {
    let change = withoutGradients { matmul(b, a) * scale }, width = weight.shape[1]
    withExtendedLifetime(change) {
      let row = weight.data + rows.lowerBound * width
      for i in 0..<change.count { row[i] += change.data[i] }
    }
  }
}

extension Linear {
  /// Adds an adapter, which must fit the map and change other outputs than those before it.
  public func adapt(_ adapter: LoRA) {
    let (outputs, inputs) = (weight.shape[0], weight.shape[1])
    require(
      adapter.a.shape[1] == inputs && adapter.rows.upperBound <= outputs,
      "Linear: an adapter of \(adapter.a.shape[1]) inputs and outputs \(adapter.rows) does not fit a weight of shape "
        + "\(weight.shape)")
    require(
      !adapters.contains { $0.rows.overlaps(adapter.rows) }, "Linear: two adapters change the outputs \(adapter.rows)")
    adapters = (adapters + [adapter]).sorted { $0.rows.lowerBound < $1.rows.lowerBound }
  }

  /// Adds the changes of all adapters to the weight and removes the adapters. The outputs stay the same up to rounding.
  public func mergeAdapters() {
    for adapter in adapters { adapter.merge(into: weight) }
    adapters = []
  }

  /// Removes all adapters, so the map is again what it was before.
  public func removeAdapters() { adapters = [] }

  /// The changes of all adapters, with zeros for outputs that none of them changes: (..., in) -> (..., out).
  func adapterChange(_ x: Tensor) -> Tensor {
    var parts: [Tensor] = [], end = 0
    func skip(to start: Int) {
      if start > end { parts.append(.zeros(Shape(x.shape.sizes.dropLast() + [start - end]))) }
    }
    for adapter in adapters {
      skip(to: adapter.rows.lowerBound)
      parts.append(adapter(x))
      end = adapter.rows.upperBound
    }
    skip(to: weight.shape[0])
    return parts.count == 1 ? parts[0] : concatenate(parts, axis: -1)
  }
}
