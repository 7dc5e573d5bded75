import Numerics

/// The mean of -log softmax(logits)[target] over the rows, in nats; rows with a negative target are ignored.
///
/// A row's loss is log(sum) - (logit - largest), with the sum of e^(x - largest) over the row. It has the same digits
/// whatever number all logits of a row share. No probabilities are stored:
/// ``crossEntropyBackward(_:_:_:_:rows:columns:scale:)`` computes them again from the logits and each row's totals.
///
/// - Parameters:
///   - totals: of the rows; written here, needed by the backward pass.
///   - logits: rows x columns.
///   - targets: rows; each below `columns`.
/// - Returns: The mean, summed in double precision, and the number of rows that counted. The mean is 0 if none did.
public func crossEntropy(
  _ totals: SoftmaxTotals, _ logits: UnsafePointer<Float>, _ targets: UnsafePointer<Int32>, rows: Int, columns: Int
) -> (mean: Float, counted: Int) {
  withScratch(rows) { losses in
    parallel(rows, work: rows * columns * 8) { range in
      for row in range {
        let logits = logits + row * columns, largest = maximum(logits, count: columns)
        let sum = sumOfExponentials(logits, columns, minus: largest)
        totals.maxima[row] = largest
        totals.sums[row] = sum
        if targets[row] >= 0 { losses[row] = log(sum) - (logits[Int(targets[row])] - largest) }
      }
    }
    var total = 0.0
    var counted = 0
    for row in 0..<rows where targets[row] >= 0 {
      total += Double(losses[row])
      counted += 1
    }
    return (Float(total / Double(max(1, counted))), counted)
  }
}

/// dlogits = scale (softmax(logits) - onehot(target)), and 0 in rows with a negative target.
///
/// - Parameters:
///   - totals: written by the forward pass.
///   - scale: the gradient of the mean, divided by the number of rows that count.
public func crossEntropyBackward(
  _ dlogits: UnsafeMutablePointer<Float>, _ logits: UnsafePointer<Float>, _ totals: SoftmaxTotals,
  _ targets: UnsafePointer<Int32>, rows: Int, columns: Int, scale: Float
) {
  parallel(rows, work: rows * columns * 8) { range in
    for row in range {
      let logits = logits + row * columns, dlogits = dlogits + row * columns
      guard targets[row] >= 0 else {
        dlogits.update(repeating: 0, count: columns)
        continue
      }
      let largest = totals.maxima[row], factor = scale / totals.sums[row]
      forEachLanes(columns) { i in
        store(exp(load(logits + i) - largest) * factor, to: dlogits + i)
      } tail: { i, rest in
        store(exp(load(logits + i, count: rest) - largest) * factor, to: dlogits + i, count: rest)
      }
      dlogits[Int(targets[row])] -= scale
    }
  }
}
