import Kernels

// The operations of recurrent layers run over all time steps of a sequence and are one node on the tape. Recorded step
// by step, each of them would be ten, and the gradient of the weight would be a sum of T small products instead of one.

/// The hidden states of a recurrent network at T time steps, for B sequences side by side (Elman 1990):
///
///     h_t = tanh(x_t + h_(t-1) W^T)
///
/// (T, B, H) -> (T, B, H). The inputs are projected before, all time steps in one product.
///
/// With da_t = dh_t (1 - h_t^2): dx_t = da_t, and dh_(t-1) receives da_t W. The gradient walks back through all T steps
/// (backpropagation through time); dW is the sum of da_t^T h_(t-1) over all of them, one product.
///
///     rnn(Tensor([2, 1, 1], [1, 0]), recurrentWeight: Tensor([1, 1], [2])).elements  // [tanh(1), tanh(2 tanh(1))]
///
/// - Parameters:
///   - recurrentWeight: W, (H, H).
///   - initial: h_0, (B, H); nil for zeros.
public func rnn(_ x: Tensor, recurrentWeight W: Tensor, from initial: Tensor? = nil) -> Tensor {
  let size = RecurrenceSize(x, W, initial, gates: 1, "rnn")
  let h = Tensor(unfilled: x.shape), isRecorded = Tensor.isRecorded(x, W, initial)
  let weight = size.forwardWeight(W, isRecorded: isRecorded)
  for t in 0..<size.T {
    let before = t > 0 ? h.data + (t - 1) * size.state : initial?.data
    let h_t = h.data + t * size.state
    size.addRecurrent(h_t, x.data + t * size.state, before, weight)
    rnnCell(hidden: h_t, sums: h_t, count: size.state)
  }
  guard isRecorded else { return h.unrecorded("rnn", from: [x, W, initial]) }
  let states = h.detached()
  return h.recorded("rnn", from: [x, W, initial]) { dy, inputs in
    let dx = Tensor(unfilled: dy.shape), carried = Tensor(unfilled: [size.B, size.H])
    let back = W.packed(transposed: false)
    for t in (0..<size.T).reversed() {
      let dx_t = dx.data + t * size.state
      let dh = t == size.T - 1 ? dy.data + t * size.state : carried.data
      rnnCellBackward(dsums: dx_t, dhidden: dh, hidden: states.data + t * size.state, count: size.state)
      if t > 0 { size.passBack(carried.data, dx_t, back, addedTo: dy.data + (t - 1) * size.state) }
    }
    size.passBackToWeight(dx, states, initial, to: inputs)
    inputs.accumulate(into: 2) { matrixProduct($0, dx.data, back, m: size.B, accumulate: $1) }
    inputs.add(dx, to: 0)
  }
}

/// The hidden states of a long short-term memory at T time steps, for B sequences side by side (Hochreiter and
/// Schmidhuber 1997, with the forget gate of Gers et al. 2000):
///
///     a_t = x_t + h_(t-1) W^T                               the sums at the gates i, f, g and o
///     i_t, f_t, o_t = sigmoid of theirs;  g_t = tanh of its own
///     c_t = f_t c_(t-1) + i_t g_t                           the cells: kept, and added to
///     h_t = o_t tanh(c_t)
///
/// (T, B, 4 H) -> (T, B, H). The inputs are projected before, all time steps in one product. A row of x has the sums of
/// all input gates first, then those of f, of g and of o, as in PyTorch.
///
/// Where the forget gate is open, dc_(t-1) = f_t dc_t passes through many steps without shrinking; in an RNN each
/// step multiplies it by W. `lstmCellBackward` in Kernels has the formulas of a step.
///
/// - Parameters:
///   - recurrentWeight: W, (4 H, H).
///   - initial: h_0 and c_0, each (B, H); nil for zeros.
/// - Returns: h of all time steps, and c of the last one. The cells are detached: no gradient passes through them into
///   what is computed here.
public func lstm(
  _ x: Tensor, recurrentWeight W: Tensor, from initial: (hidden: Tensor, cell: Tensor)? = nil
) -> (hidden: Tensor, lastCell: Tensor) {
  let (h_0, c_0) = (initial?.hidden, initial?.cell ?? .zeros([x.shape.rank == 3 ? x.shape[1] : 0, W.shape[-1]]))
  let size = RecurrenceSize(x, W, h_0, gates: 4, "lstm")
  require(c_0.shape == [size.B, size.H], "lstm: cells of shape \(c_0.shape), not \(Shape([size.B, size.H]))")
  let isRecorded = Tensor.isRecorded(x, W, h_0, c_0)
  let weight = size.forwardWeight(W, isRecorded: isRecorded), sums = 4 * size.state
  let h = Tensor(unfilled: [size.T, size.B, size.H])
  // Only a backward pass needs the gates and cells of more than one time step.
  let kept = isRecorded ? size.T : min(1, size.T)
  let gates = Tensor(unfilled: [kept, size.B, 4 * size.H]), cells = Tensor(unfilled: [kept, size.B, size.H])
  for t in 0..<size.T {
    let gates_t = gates.data + t % kept * sums
    let before = t > 0 ? h.data + (t - 1) * size.state : h_0?.data
    size.addRecurrent(gates_t, x.data + t * sums, before, weight)
    lstmCell(
      hidden: h.data + t * size.state, cell: cells.data + t % kept * size.state, gates: gates_t,
      previousCell: t > 0 ? cells.data + (t - 1) % kept * size.state : c_0.data, rows: size.B, size: size.H)
  }
  let lastCell = kept == 0 ? c_0.detached() : withoutGradients { cells[kept - 1] }
  // Without a pullback, nothing else keeps this memory alive.
  withExtendedLifetime((gates, c_0)) {}
  guard isRecorded else { return (h.unrecorded("lstm", from: [x, W, h_0, c_0]), lastCell) }
  let states = h.detached()
  h.recorded("lstm", from: [x, W, h_0, c_0]) { dy, inputs in
    let dx = Tensor(unfilled: gates.shape), carried = Tensor(unfilled: [size.B, size.H])
    let dcell = Tensor.zeros([size.B, size.H]), back = W.packed(transposed: false)
    for t in (0..<size.T).reversed() {
      let dx_t = dx.data + t * sums
      lstmCellBackward(
        dgates: dx_t, dcell: dcell.data, dhidden: t == size.T - 1 ? dy.data + t * size.state : carried.data,
        gates: gates.data + t * sums, cell: cells.data + t * size.state,
        previousCell: t > 0 ? cells.data + (t - 1) * size.state : c_0.data, rows: size.B, size: size.H)
      if t > 0 { size.passBack(carried.data, dx_t, back, addedTo: dy.data + (t - 1) * size.state) }
    }
    size.passBackToWeight(dx, states, h_0, to: inputs)
    inputs.accumulate(into: 2) { matrixProduct($0, dx.data, back, m: size.B, accumulate: $1) }
    inputs.add(dcell, to: 3)
    inputs.add(dx, to: 0)
  }
  return (h, lastCell)
}

/// The sizes of a recurrence, and the products that its operations share.
private struct RecurrenceSize {
  /// Time steps, sequences, units, and sums per unit.
  let T, B, H, gates: Int

  /// Checks that x (T, B, gates H), the weight (gates H, H) and the initial state (B, H) are compatible.
  init(_ x: Tensor, _ weight: Tensor, _ initial: Tensor?, gates: Int, _ operation: StaticString) {
    require(
      x.shape.rank == 3 && weight.shape.rank == 2 && weight.shape[0] == gates * weight.shape[1]
        && x.shape[2] == weight.shape[0],
      "\(operation): x of shape \(x.shape) does not match a recurrent weight of shape \(weight.shape)")
    (T, B, H, self.gates) = (x.shape[0], x.shape[1], weight.shape[1], gates)
    if let initial {
      require(initial.shape == [B, H], "\(operation): a state of shape \(initial.shape), not \(Shape([B, H]))")
    }
  }

  /// The elements of one time step's state.
  var state: Int { B * H }

  /// The weight in the form that suits the number of sequences; a recorded recurrence always packs it, like `linear`.
  func forwardWeight(_ weight: Tensor, isRecorded: Bool) -> LinearWeight {
    isRecorded || B > fewRows
      ? .packed(weight.packed(transposed: true)) : .stored(weight.data, outputs: gates * H, inputs: H)
  }

  /// sums = x_t + h W^T; only x_t if there is no h yet.
  func addRecurrent(
    _ sums: UnsafeMutablePointer<Float>, _ x_t: UnsafePointer<Float>, _ h: UnsafePointer<Float>?, _ weight: LinearWeight
  ) {
    guard let h else { return sums.update(from: x_t, count: gates * state) }
    Kernels.linear(sums, h, weight, bias: nil, addedTo: x_t, dropout: 0, key: 0, rows: B)
  }

  /// dh_(t-1) = dy_(t-1) + da_t W.
  func passBack(
    _ dh: UnsafeMutablePointer<Float>, _ da_t: UnsafePointer<Float>, _ weight: PackedMatrix,
    addedTo dy: UnsafePointer<Float>
  ) {
    Kernels.linear(dh, da_t, .packed(weight), bias: nil, addedTo: dy, dropout: 0, key: 0, rows: B)
  }

  /// dW = the sum of da_t^T h_(t-1), as input 1.
  func passBackToWeight(_ da: Tensor, _ h: Tensor, _ initial: Tensor?, to inputs: InputGradients) {
    inputs.accumulate(into: 1) { dW, isAddedTo in
      weightGradient(
        dW, da.data + gates * state, h.data, rows: (T - 1) * B, m: gates * H, n: H, accumulate: isAddedTo)
      if let initial { weightGradient(dW, da.data, initial.data, rows: B, m: gates * H, n: H, accumulate: true) }
    }
  }
}
