import Kernels
import Tensors
import Testing
import TestSupport

/// Compares the results and all gradients of subscripts, comparisons, extremes, powers and reductions with PyTorch.
///
/// Where ties or ends of ranges matter, the inputs are whole numbers, so these cases occur often.
struct SurfaceReferenceTests {
  static let entries: [ReferenceEntry] = (try? reference("surface.json", in: .module)) ?? []

  @Test func everyEntryIsCompared() {
    #expect(Self.entries.count == 27)
    #expect(Self.entries.map(\.name).sorted() == Self.operations.keys.sorted())
  }

  @Test(arguments: entries) func resultAndGradientsMatchPyTorch(_ entry: ReferenceEntry) throws {
    try entry.compare(with: #require(Self.operations[entry.name]))
  }

  private static let operations: [String: ReferenceOperation] = [
    "row": { x, _ in try x("x")[1] },
    "parts_of_three_axes": { x, _ in try x("x")[1..<3, -1, 2...] },
    "one_element": { x, _ in try x("x")[2, -2] },
    "stack": { x, _ in try stack([x("x"), x("y"), x("x")], axis: 1) },
    "split": { x, _ in
      let parts = try x("x").split(axis: 1, sizes: [2, 2, 3])
      return parts[0] * parts[1] - parts[2][0..., ..<2] * parts[2][0..., 1...]
    },
    "gather": { x, constants in try x("x").gather(axis: 1, #require(constants.indices)) },
    "where": { x, _ in try select(x("x") .> x("y"), x("x") * x("y"), x("y")) },
    "maximum_with_ties": { x, _ in try maximum(x("x"), x("y")) },
    "minimum_with_ties": { x, _ in try minimum(x("x"), x("y")) },
    "clamp_with_ends": { x, _ in try x("x").clamped(to: -1...1) },
    "abs_with_zeros": { x, _ in try x("x").abs() },
    "max_of_axis_0": { x, _ in try x("x").max(axis: 0) },
    "min_of_axis_1": { x, _ in try x("x").min(axis: 1) },
    "pow_3": { x, _ in try x("x").pow(3) },
    "pow_minus_1.7": { x, _ in try x("x").pow(-1.7) },
    "pow_0.5": { x, _ in try x("x").pow(0.5) },
    "pow_of_two": { x, _ in try pow(x("x"), x("y")) },
    "sin": { x, _ in try x("x").sin() },
    "cos": { x, _ in try x("x").cos() },
    "softmax_of_axis_0": { x, _ in try x("x").softmax(axis: 0) },
    "log_softmax_of_axis_1": { x, _ in try x("x").logSoftmax(axis: 1) },
    "log_sum_exp": { x, _ in try x("x").logSumExp() },
    "log_sum_exp_of_axis_0": { x, _ in try x("x").logSumExp(axis: 0, keepAxis: true) },
    "cumulative_sum_of_axis_0": { x, _ in try x("x").cumulativeSum(axis: 0) },
    "cumulative_sum_of_the_last_axis": { x, _ in try x("x").cumulativeSum(axis: -1) },
    "matmul_broadcast": { x, _ in try matmul(x("x"), x("y")) },
    "matmul_of_a_matrix_and_a_stack": { x, _ in try matmul(x("x"), x("y")) },
  ]
}
