import Kernels

/// Divides rows by their root mean square, then scales them: x / sqrt(mean(x^2) + epsilon) * weight.
///
/// (..., C) -> (..., C); Zhang and Sennrich 2019. Unlike ``layerNorm(_:weight:bias:epsilon:)``, it leaves the mean of a
/// row where it is.
///
///     rmsNorm(Tensor([1, 2], [3, 4]), epsilon: 0).elements  // [0.8485, 1.1314]: divided by sqrt(12.5)
///
/// - Parameters:
///   - weight: (C), or nil for no scaling.
///   - epsilon: at least 0.
public func rmsNorm(_ x: Tensor, weight: Tensor? = nil, epsilon: Float = 1e-6) -> Tensor {
  let (rows, columns) = x.rowsAndColumns("rmsNorm")
  requireRMSNorm("rmsNorm", weight, columns, of: x, epsilon)
  let groups = RowGroups.contiguous(columns: columns)
  let y = Tensor(unfilled: x.shape)
  let rstds = Tensor.isRecorded(x, weight) ? Tensor(unfilled: [rows]) : nil
  Kernels.rmsNorm(
    y.data, rstds: rstds?.data, x.data, weight: weight?.data, rows: rows, columns: columns, groups, epsilon: epsilon)
  guard let rstds else { return y.unrecorded("rmsNorm", from: [x, weight]) }
  return y.recorded("rmsNorm", from: [x, weight]) { dy, inputs in
    // If the residual stream has already left a gradient, the norm's gradient is added in the same pass.
    let dx = inputs.destination(0)
    rmsNormBackward(
      dx: dx?.data, dweight: weight == nil ? nil : inputs.total(1), dy.data, x.data, weight: weight?.data,
      rstds: rstds.data, rows: rows, columns: columns, groups, accumulate: dx?.isAddedTo ?? false)
  }
}

/// ``rmsNorm(_:weight:epsilon:)`` of each head's query and key in the parts of one projection (QK-norm; Henry et al.
/// 2020): (B, T, (H + 2 G) D) -> the same shape. Values stay as they are.
///
/// Scores are then products of vectors of a known length, so they cannot grow without bound.
///
/// - Parameters:
///   - headCount: H. groupCount: G.
///   - queryWeight: (D), or nil for no scaling; keyWeight: the same for keys.
public func rmsNorm(
  qkv: Tensor, headCount: Int, groupCount: Int, queryWeight: Tensor? = nil, keyWeight: Tensor? = nil,
  epsilon: Float = 1e-6
) -> Tensor {
  let heads = HeadParts(qkv, headCount: headCount, groupCount: groupCount, "rmsNorm")
  let D = heads.headSize
  requireRMSNorm("rmsNorm", queryWeight, D, of: qkv, epsilon)
  requireRMSNorm("rmsNorm", keyWeight, D, of: qkv, epsilon)
  let parts = [
    (start: 0, count: headCount, weight: queryWeight), (start: headCount * D, count: groupCount, weight: keyWeight),
  ]
  let y = Tensor(unfilled: qkv.shape)
  let isRecorded = Tensor.isRecorded(qkv, queryWeight, keyWeight)
  // Those of the queries, then those of the keys.
  let rstds = isRecorded ? Tensor(unfilled: [heads.rows * (headCount + groupCount)]) : nil
  for (start, count, weight) in parts {
    Kernels.rmsNorm(
      y.data + start, rstds: rstds.map { $0.data + heads.rows * start / D }, qkv.data + start, weight: weight?.data,
      rows: heads.rows * count, columns: D, RowGroups(rowsPerGroup: count, stride: heads.rowLength), epsilon: epsilon)
  }
  copyColumns(
    y.data, qkv.data, rows: heads.rows, rowLength: heads.rowLength, columns: heads.values..<heads.rowLength)
  let inputs = [qkv, queryWeight, keyWeight]
  guard let rstds else { return y.unrecorded("rmsNorm(qkv:)", from: inputs) }
  return y.recorded("rmsNorm(qkv:)", from: inputs) { dy, inputs in
    let dx = inputs.isWanted(0) ? Tensor(unfilled: qkv.shape) : nil
    for (number, (start, count, weight)) in parts.enumerated() {
      rmsNormBackward(
        dx: dx.map { $0.data + start }, dweight: weight == nil ? nil : inputs.total(1 + number), dy.data + start,
        qkv.data + start, weight: weight?.data, rstds: rstds.data + heads.rows * start / D, rows: heads.rows * count,
        columns: D, RowGroups(rowsPerGroup: count, stride: heads.rowLength))
    }
    guard let dx else { return }
    copyColumns(
      dx.data, dy.data, rows: heads.rows, rowLength: heads.rowLength, columns: heads.values..<heads.rowLength)
    inputs.add(dx, to: 0)
  }
}

private func requireRMSNorm(
  _ operation: StaticString, _ weight: Tensor?, _ columns: Int, of x: Tensor, _ epsilon: Float
) {
  if let weight {
    require(
      weight.shape.isVector(of: columns),
      "\(operation): x of shape \(x.shape) does not match a weight of shape \(weight.shape)")
  }
  require(
    epsilon >= 0 && epsilon.isFinite, "\(operation): epsilon must be a finite number of at least 0, not \(epsilon)")
}

/// The sizes of the parts of one projection, (B, T, (H + 2 G) D): all queries, then all keys, then all values.
struct HeadParts {
  /// B T.
  let rows: Int
  /// (H + 2 G) D.
  let rowLength: Int
  /// D.
  let headSize: Int
  /// Where the values begin in a row.
  let values: Int

  init(_ qkv: Tensor, headCount: Int, groupCount: Int, _ operation: StaticString) {
    let parts = headCount + 2 * groupCount
    require(
      headCount > 0 && groupCount > 0 && qkv.shape.rank == 3 && qkv.shape[2] > 0 && qkv.shape[2] % parts == 0,
      """
      \(operation): shape \(qkv.shape) does not hold queries for \(headCount) heads, and keys and values for \
      \(groupCount); it must be (B, T, (\(headCount) + 2 * \(groupCount)) D)
      """)
    rows = qkv.shape[0] * qkv.shape[1]
    rowLength = qkv.shape[2]
    headSize = rowLength / parts
    values = (headCount + groupCount) * headSize
  }
}
