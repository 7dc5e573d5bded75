import Numerics

/// The mean of -log softmax(logits)[target] over the rows, in nats; rows with a negative target are ignored.
///
/// No probabilities are stored: ``crossEntropyBackward(_:_:_:_:rows:columns:scale:)`` recomputes them from the logits
/// and each row's log-sum-exp.
///
/// - Parameters:
///   - logSumExps: rows; written here, needed by the backward pass.
///   - logits: rows x columns.
///   - targets: rows; each below `columns`.
/// - Returns: The mean, summed in double precision, and the number of rows that counted. The mean is 0 if none did.
public func crossEntropy(
  logSumExps: UnsafeMutablePointer<Float>, _ logits: UnsafePointer<Float>, _ targets: UnsafePointer<Int32>,
  rows: Int, columns: Int
) -> (mean: Float, counted: Int) {
  parallel(rows, work: rows * columns * 8) { range in
    for row in range { logSumExps[row] = logSumExp(logits + row * columns, columns) }
  }
  var total = 0.0
  var counted = 0
  for row in 0..<rows where targets[row] >= 0 {
    total += Double(logSumExps[row] - logits[row * columns + Int(targets[row])])
    counted += 1
  }
  return (Float(total / Double(max(1, counted))), counted)
}

/// dlogits = scale (softmax(logits) - onehot(target)), and 0 in rows with a negative target.
///
/// - Parameter scale: the gradient of the mean, divided by the number of rows that count.
public func crossEntropyBackward(
  _ dlogits: UnsafeMutablePointer<Float>, _ logits: UnsafePointer<Float>, _ logSumExps: UnsafePointer<Float>,
  _ targets: UnsafePointer<Int32>, rows: Int, columns: Int, scale: Float
) {
  parallel(rows, work: rows * columns * 8) { range in
    for row in range {
      let logits = logits + row * columns, dlogits = dlogits + row * columns
      guard targets[row] >= 0 else {
        dlogits.update(repeating: 0, count: columns)
        continue
      }
      let shift = logSumExps[row]
      forEachLanes(columns) { i in
        store(exp(load(logits + i) - shift) * scale, to: dlogits + i)
      } tail: { i, rest in
        store(exp(load(logits + i, count: rest) - shift) * scale, to: dlogits + i, count: rest)
      }
      dlogits[Int(targets[row])] -= scale
    }
  }
}
