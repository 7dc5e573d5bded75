// Solutions of lab 06 that are wrong; see ExercisesTests.

// wrong: divided by the square root of the head's size
func attentionWeights(query: [Double], keys: [[Double]]) throws -> [Double] {
  let powers = keys.map { key in exp(zip(query, key).map { $0 * $1 }.reduce(0, +)) }
  return powers.map { $0 / powers.reduce(0, +) }
}

// wrong: Weights are shares
func attentionWeights(query: [Double], keys: [[Double]]) throws -> [Double] {
  keys.map { key in exp(zip(query, key).map { $0 * $1 }.reduce(0, +) / Double(query.count).squareRoot()) }
}

// wrong: subtract the largest score
func attentionWeights(query: [Double], keys: [[Double]]) throws -> [Double] {
  let root = Double(query.count).squareRoot()
  let powers = keys.map { key in exp(zip(query, key).map { $0 * $1 }.reduce(0, +) / root) }
  return powers.map { $0 / powers.reduce(0, +) }
}

// wrong: Rows are the words that look
func causalMask(length: Int) throws -> Tensor {
  Tensor([length, length], (0..<length * length).map { $0 % length < $0 / length ? -.infinity : 0 })
}

// wrong: each word sees itself
func causalMask(length: Int) throws -> Tensor {
  Tensor([length, length], (0..<length * length).map { $0 % length >= $0 / length ? -.infinity : 0 })
}

// wrong: mask the scores before the softmax
func attentionHead(queries: Tensor, keys: Tensor, values: Tensor) throws -> Tensor {
  let scores = matmul(queries, keys.transposed()) / Float(queries.shape[1]).squareRoot()
  return matmul(scores.softmax(), values)
}

// wrong: Divide the scores by the square root
func attentionHead(queries: Tensor, keys: Tensor, values: Tensor) throws -> Tensor {
  let scores = matmul(queries, keys.transposed()) / Float(queries.shape[1])
  return matmul((scores + (try causalMask(length: queries.shape[0]))).softmax(), values)
}

// wrong: Under the root is the size of one head
func severalHeads(qkv: Tensor, headCount: Int) throws -> Tensor {
  let size = qkv.shape[1] / (3 * headCount)
  let heads = try (0..<headCount).map { head in
    func part(_ number: Int) -> Tensor {
      let start = (3 * head + number) * size
      return qkv.slice(axis: 1, start..<start + size)
    }
    return try attentionHead(queries: part(0), keys: part(1), values: part(2))
  }
  return concatenate(heads, axis: 1)
}

// wrong: one weight, the second two
func attentionWeightCount(length: Int, headCount: Int, layerCount: Int) throws -> Int {
  layerCount * headCount * length * length
}
