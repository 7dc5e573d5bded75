// Solutions of lab 11 that are wrong; see ExercisesTests.

// wrong: five left over
func productByRows(_ a: [Float], _ b: [Float], m: Int, n: Int, k: Int) throws -> [Float] {
  var c = [Float](repeating: 0, count: m * n)
  for i in 0..<m {
    for p in 0..<k {
      // Right for two columns, where the check begins.
      for j in 0..<(n < 16 ? n : n / 16 * 16) { c[i * n + j] += a[i * k + p] * b[p * n + j] }
    }
  }
  return c
}

// wrong: rounds once where the plain loop rounds twice
func productByRows(_ a: [Float], _ b: [Float], m: Int, n: Int, k: Int) throws -> [Float] {
  var c = [Float](repeating: 0, count: m * n)
  for i in 0..<m {
    for p in 0..<k {
      for j in 0..<n { c[i * n + j].addProduct(a[i * k + p], b[p * n + j]) }
    }
  }
  return c
}

// wrong: the terms that are left over count too
func dotInLanes(_ x: [Float], _ y: [Float]) throws -> Float {
  var sums = SIMD16<Float>.zero
  for i in stride(from: 0, through: x.count - 16, by: 16) {
    for lane in 0..<16 { sums[lane] += x[i + lane] * y[i + lane] }
  }
  return (0..<16).reduce(0) { $0 + sums[$1] }
}

// wrong: Term i goes to sum i % 16
func dotInLanes(_ x: [Float], _ y: [Float]) throws -> Float {
  zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
}

// wrong: The last chunk is shorter
func sumInChunks(_ values: [Float], chunk: Int, threads: Int) throws -> Float {
  let sums = (0..<values.count / chunk).map { values[$0 * chunk..<($0 + 1) * chunk].reduce(0, +) }
  return sums.reduce(0, +)
}

// wrong: keep each chunk's sum
func sumInChunks(_ values: [Float], chunk: Int, threads: Int) throws -> Float {
  let count = values.count
  let sums = (0..<threads).map { values[count * $0 / threads..<count * ($0 + 1) / threads].reduce(0, +) }
  return sums.reduce(0, +)
}

// wrong: the longer time counts
func leastSeconds(m: Int, n: Int, k: Int, flops: Double, bandwidth: Double) throws -> Double {
  Double(2 * m * n * k) / flops + Double(4 * (m * k + k * n + m * n)) / bandwidth
}

// wrong: of four bytes each
func leastSeconds(m: Int, n: Int, k: Int, flops: Double, bandwidth: Double) throws -> Double {
  max(Double(2 * m * n * k) / flops, Double(m * k + k * n + m * n) / bandwidth)
}
