// Solutions of lab 07 that are wrong; see ExercisesTests.

// wrong: divided by 4, not by 3
func normalized(_ row: [Double]) throws -> [Double] {
  let mean = row.reduce(0, +) / Double(row.count)
  let variance = row.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(row.count - 1)
  return row.map { ($0 - mean) / (variance + 1e-5).squareRoot() }
}

// wrong: the epsilon belongs under the root
func normalized(_ row: [Double]) throws -> [Double] {
  let mean = row.reduce(0, +) / Double(row.count)
  let variance = row.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(row.count)
  return row.map { ($0 - mean) / variance.squareRoot() }
}

// wrong: before the root is taken
func normalized(_ row: [Double]) throws -> [Double] {
  let mean = row.reduce(0, +) / Double(row.count)
  let variance = row.map { ($0 - mean) * ($0 - mean) }.reduce(0, +) / Double(row.count)
  return row.map { ($0 - mean) / (variance.squareRoot() + 1e-5) }
}

// wrong: The output layer is the token embedding
func gptParameterCount(layers: Int, width: Int, context: Int, vocabulary: Int) throws -> Int {
  (2 * vocabulary + context) * width + layers * (12 * width * width + 13 * width) + 2 * width
}

// wrong: 13 C other parameters
func gptParameterCount(layers: Int, width: Int, context: Int, vocabulary: Int) throws -> Int {
  (vocabulary + context) * width + layers * 12 * width * width + 2 * width
}

// wrong: The first half is x plus
func carried(_ x: Tensor, through block: TransformerBlock) throws -> Tensor {
  let seen = attention(qkv: block.attention.qkv(block.norm1(x)), headCount: block.attention.headCount)
  let y = block.attention.output(seen)
  return y + block.feedForward.down(block.feedForward.up(block.norm2(y)).gelu())
}

// wrong: reads the result of the first
func carried(_ x: Tensor, through block: TransformerBlock) throws -> Tensor {
  let seen = attention(qkv: block.attention.qkv(block.norm1(x)), headCount: block.attention.headCount)
  return x + block.attention.output(seen) + block.feedForward.down(block.feedForward.up(block.norm2(x)).gelu())
}

// wrong: GELU inside
func carried(_ x: Tensor, through block: TransformerBlock) throws -> Tensor {
  let seen = attention(qkv: block.attention.qkv(block.norm1(x)), headCount: block.attention.headCount)
  let y = x + block.attention.output(seen)
  return y + block.feedForward.down(block.feedForward.up(block.norm2(y)))
}

// wrong: the exponent of the even one
func sinusoidalPosition(_ position: Int, width: Int) throws -> [Double] {
  (0..<width).map { channel in
    let angle = Double(position) / pow(10000, Double(channel) / Double(width))
    return channel % 2 == 0 ? sin(angle) : cos(angle)
  }
}

// wrong: neither trained nor saved
final class RMSNorm: Module {
  let weight: Parameter

  init(_ width: Int) {
    weight = Parameter([width], .ones)
    weight.data.update(repeating: 1, count: width)
  }

  var children: [Child] { [] }

  func callAsFunction(_ x: Tensor) throws -> Tensor {
    x / ((x * x).mean(axis: -1, keepAxis: true) + 1e-5).squareRoot() * weight
  }
}

// wrong: It starts with .ones
final class RMSNorm: Module {
  let weight: Parameter

  init(_ width: Int) { weight = Parameter([width], .zeros) }

  var children: [Child] { [.parameter("weight", weight)] }

  func callAsFunction(_ x: Tensor) throws -> Tensor {
    x / ((x * x).mean(axis: -1, keepAxis: true) + 1e-5).squareRoot() * weight
  }
}

// wrong: Each row has its own root
final class RMSNorm: Module {
  let weight: Parameter

  init(_ width: Int) { weight = Parameter([width], .ones) }

  var children: [Child] { [.parameter("weight", weight)] }

  func callAsFunction(_ x: Tensor) throws -> Tensor { x / ((x * x).mean() + 1e-5).squareRoot() * weight }
}

// wrong: Compute with tensors only
final class RMSNorm: Module {
  let weight: Parameter

  init(_ width: Int) { weight = Parameter([width], .ones) }

  var children: [Child] { [.parameter("weight", weight)] }

  func callAsFunction(_ x: Tensor) throws -> Tensor {
    let width = weight.count
    let roots = x.elements.indices.map { i in
      let row = x.elements[i / width * width..<(i / width + 1) * width]
      return weight.data[i % width] / (row.map { $0 * $0 }.reduce(0, +) / Float(width) + 1e-5).squareRoot()
    }
    return x * Tensor(x.shape, roots)
  }
}
