import Files
import Kernels
import Layers
import Tensors

/// Adagrad for tables of which a step reads only a few rows, such as hashed n-grams: it updates those rows alone (Duchi
/// et al. 2011), with one accumulator per row.
///
/// Each row has its own falling rate, so one that is read for the first time late in the training moves as far as one
/// that was read first.
///
///     let optimizer = RowAdagrad(model.namedParameters.filter { $0.parameter.role == .memory })
public final class RowAdagrad: Optimizer {
  private let named: [NamedParameter]
  private let accumulators: [Parameter]
  /// The sums of squares, one per row, with names such as `memory.3.squares`.
  public let children: [Child]
  /// The number of updates so far.
  public var updateCount = 0

  /// Creates an optimizer before its first step. Each parameter must be a table (V, C), and in the list once.
  ///
  /// - Parameter initialSquares: where the sums of squares start. Compared with a first gradient, it is large: a row that
  ///   is read once moves little, one that is read often moves far. Starting at 0, both would move by the whole rate,
  ///   and the tables would learn rare n-grams by heart.
  public init(_ tables: [NamedParameter], initialSquares: Double = 0.1) {
    requireDistinct("RowAdagrad", tables)
    requireSetting("RowAdagrad", "initial sum of squares", initialSquares, in: .leastNormalMagnitude...1e9)
    named = tables
    accumulators = tables.map { named in
      require(
        named.parameter.shape.rank == 2, "RowAdagrad: \(named.name) of shape \(named.parameter.shape) has no rows")
      let state = zeroState(shape: [named.parameter.shape[0]])
      state.data.update(repeating: Float(initialSquares), count: state.count)
      return state
    }
    children = zip(tables, accumulators).map { .parameter($0.name + ".squares", $1) }
  }

  /// Moves the rows that have a gradient by one step. The gradient's scale makes little difference: it cancels in the
  /// quotient as far as it is the same in all steps.
  public func update(_ gradients: Gradients, learningRate: Double, gradientScale: Double) {
    requireSetting("RowAdagrad", "learning rate", learningRate, in: nonNegative)
    updateCount += 1
    let parts = named.map { gradients.rows(of: $0.parameter) }
    withExtendedLifetime(parts) {
      rowAdagrad(
        named.indices.map { i in
          RowAdagradTable(
            weights: named[i].parameter.data, accumulators: accumulators[i].data,
            columns: named[i].parameter.shape[1],
            gradients: parts[i].map { GradientRows(ids: $0.ids, rows: $0.rows.start, stride: $0.rows.stride) })
        }, RowAdagradStep(learningRate: learningRate))
    }
  }
}
