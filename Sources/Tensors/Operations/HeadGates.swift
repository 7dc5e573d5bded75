import Kernels

/// Lets each attention head pass on only a part of what it has gathered: each head's channels times the sigmoid of its
/// gate, (..., H D) -> (..., H D) (gated attention; Qiu et al. 2025, "headwise").
///
///     gatedHeads(Tensor([1, 4], [1, 2, 3, 4]), by: Tensor([1, 2], [0, 100])).elements  // [0.5, 1, 3, 4]
///
/// - Parameter gates: (..., H): a number for each head, of any size; at 0, half passes.
public func gatedHeads(_ x: Tensor, by gates: Tensor) -> Tensor {
  let (outer, channels) = x.rowsAndColumns("gatedHeads"), (gateRows, headCount) = gates.rowsAndColumns("gatedHeads")
  require(
    outer == gateRows && headCount > 0 && channels.isMultiple(of: headCount),
    "gatedHeads: gates of shape \(gates.shape) do not match heads of shape \(x.shape)")
  let rows = gates.count, columns = channels / headCount
  let y = Tensor(unfilled: x.shape)
  gateHeads(y.data, x.data, gates: gates.data, rows: rows, columns: columns)
  return y.recorded("gatedHeads", from: [x, gates]) { dy, inputs in
    inputs.accumulate(into: 0) {
      gateHeads($0, dy.data, gates: gates.data, rows: rows, columns: columns, accumulate: $1)
    }
    inputs.accumulate(into: 1) {
      headGatesBackward($0, dy.data, x.data, gates: gates.data, rows: rows, columns: columns, accumulate: $1)
    }
  }
}
