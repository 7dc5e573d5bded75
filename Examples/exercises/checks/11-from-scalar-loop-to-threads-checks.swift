import Kindling

/// The checks of lab 11.
let lab11 = ExerciseLab(
  11, "threads", file: "11-from-scalar-loop-to-threads.swift",
  exercises: [
    Exercise("productByRows") {
      try check(
        "productByRows([1, 2], [3, 4, 5, 6], m: 1, n: 2, k: 2)",
        try productByRows([1, 2], [3, 4, 5, 6], m: 1, n: 2, k: 2), is: [13, 16],
        hint: "c[i * n + j] is the sum of a[i * k + p] * b[p * n + j] over all p.")
      let (m, n, k) = (3, 37, 20)
      let (a, b) = (numbers(m * k, seed: 1), numbers(k * n, seed: 2))
      let call = "productByRows(a, b, m: 3, n: 37, k: 20)"
      let c = try productByRows(a, b, m: m, n: n, k: k)
      try check("\(call).count", c.count, is: m * n)
      for (place, (value, expected)) in zip(c, plainProduct(a, b, m: m, n: n, k: k)).enumerated() {
        let name = "row \(place / n), column \(place % n) of \(call)"
        try check(
          name, value, near: expected, tolerance: 1e-4,
          hint: "37 columns are two groups of sixteen, with five left over.")
        try check(
          name, value, is: expected,
          hint: "Almost. A fused multiply-add rounds once where the plain loop rounds twice; add the terms in order.")
      }
    },
    Exercise("dotInLanes") {
      try check(
        "dotInLanes([1, 2, 3], [4, 5, 6])", try dotInLanes([1, 2, 3], [4, 5, 6]), is: 32,
        hint: "Three terms do not fill a group of sixteen; the terms that are left over count too.")
      let (x, y) = (numbers(1000, seed: 3), numbers(1000, seed: 4))
      let expected = plainDotInLanes(x, y)
      let dot = try dotInLanes(x, y)
      try check(
        "dotInLanes(x, y) of 1000 numbers", dot, near: expected, tolerance: 1e-3,
        hint: "1000 is 62 groups of sixteen, with eight terms left over.")
      try check(
        "dotInLanes(x, y) of 1000 numbers", dot, is: expected,
        hint: "Almost: the order is wrong. Term i goes to sum i % 16; the sums are added up from first to last.")
    },
    Exercise("sumInChunks") {
      let ones = [Float](repeating: 1, count: 10)
      try check(
        "sumInChunks([1, 1, ... ten times], chunk: 4, threads: 2)", try sumInChunks(ones, chunk: 4, threads: 2), is: 10,
        hint: "The last chunk is shorter, but counts too: ten numbers in fours are three chunks.")
      let values = numbers(10_007, seed: 5)
      let expected = plainSumInChunks(values, chunk: 100)
      for threads in [1, 2, 3, 7] {
        let call = "sumInChunks(values, chunk: 100, threads: \(threads))"
        try check(
          call, try sumInChunks(values, chunk: 100, threads: threads), is: expected,
          hint: "Any thread can sum a chunk, but keep each chunk's sum; at the end, add those up in order.")
      }
    },
    Exercise("leastSeconds") {
      try check(
        "leastSeconds(m: 10, n: 10, k: 10, flops: 1000, bandwidth: 1000)",
        try leastSeconds(m: 10, n: 10, k: 10, flops: 1000, bandwidth: 1000), near: 2,
        hint: "m n k products and as many additions, while memory is read and written: the longer time counts.")
      try check(
        "leastSeconds(m: 1, n: 10, k: 20, flops: 1000, bandwidth: 1000)",
        try leastSeconds(m: 1, n: 10, k: 20, flops: 1000, bandwidth: 1000), near: 0.92,
        hint: "A, B and C are 20, 200 and 10 floats, of four bytes each.")
    },
  ])

/// Random numbers between -1 and 1.
private func numbers(_ count: Int, seed: UInt64) -> [Float] {
  var generator = RandomGenerator(seed: seed)
  return (0..<count).map { _ in 2 * generator.uniform() - 1 }
}

private func plainProduct(_ a: [Float], _ b: [Float], m: Int, n: Int, k: Int) -> [Float] {
  (0..<m * n).map { place in
    var sum: Float = 0
    for p in 0..<k { sum += a[place / n * k + p] * b[p * n + place % n] }
    return sum
  }
}

private func plainDotInLanes(_ x: [Float], _ y: [Float]) -> Float {
  var sums = [Float](repeating: 0, count: 16)
  for i in 0..<x.count { sums[i % 16] += x[i] * y[i] }
  return sums.reduce(0, +)
}

private func plainSumInChunks(_ values: [Float], chunk: Int) -> Float {
  stride(from: 0, to: values.count, by: chunk).reduce(0) { total, start in
    total + values[start..<min(values.count, start + chunk)].reduce(0, +)
  }
}
