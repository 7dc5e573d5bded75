// Solutions of lab 15 that are wrong; see ExercisesTests.

// wrong: At position 0, all angles are 0
func rotated(_ head: [Double], position: Int, base: Double) throws -> [Double] {
  let half = head.count / 2
  return head.indices.map { i in
    let pair = i % half, angle = Double(position + 1) / pow(base, 2 * Double(pair) / Double(head.count))
    let other = i < half ? -head[i + half] : head[i - half]
    return head[i] * cos(angle) + other * sin(angle)
  }
}

// wrong: Use both old numbers for both new ones
func rotated(_ head: [Double], position: Int, base: Double) throws -> [Double] {
  var head = head
  let half = head.count / 2
  for i in 0..<half {
    let angle = Double(position) / pow(base, 2 * Double(i) / Double(head.count))
    head[i] = head[i] * cos(angle) - head[i + half] * sin(angle)
    head[i + half] = head[i + half] * cos(angle) + head[i] * sin(angle)
  }
  return head
}

// wrong: Channels 0 and 2 are a pair
func rotated(_ head: [Double], position: Int, base: Double) throws -> [Double] {
  var turned = head
  for i in 0..<head.count / 2 {
    let angle = Double(position) / pow(base, 2 * Double(i) / Double(head.count))
    turned[2 * i] = head[2 * i] * cos(angle) - head[2 * i + 1] * sin(angle)
    turned[2 * i + 1] = head[2 * i + 1] * cos(angle) + head[2 * i] * sin(angle)
  }
  return turned
}

// wrong: The slope of the first of eight heads is 2^-1
func linearBias(distance: Int, head: Int, headCount: Int) throws -> Double {
  -pow(2, -8 * Double(head) / Double(headCount)) * Double(distance)
}

// wrong: The slope of the last head is always 2^-8
func linearBias(distance: Int, head: Int, headCount: Int) throws -> Double {
  -pow(2, -Double(head + 1)) * Double(distance)
}

// wrong: a gate of 0 is closed
func gatedChannels(gate: [Double], up: [Double]) throws -> [Double] {
  zip(gate, up).map { $1 / (1 + exp(-$0)) }
}

// wrong: `up` stays as it is
func gatedChannels(gate: [Double], up: [Double]) throws -> [Double] {
  func silu(_ x: Double) -> Double { x / (1 + exp(-x)) }
  return zip(gate, up).map { silu($0) * silu($1) }
}

// wrong: Each of the two is shared by three neighbors
func sharedHead(ofHead head: Int, headCount: Int, groupCount: Int) throws -> Int {
  head % groupCount
}

// wrong: and 3 keys and 3 values
func cachedNumbers(layers: Int, groupCount: Int, headSize: Int, tokens: Int, window: Int?) throws -> Int {
  layers * groupCount * headSize * min(tokens, window ?? tokens)
}

// wrong: A short text does not fill the window
func cachedNumbers(layers: Int, groupCount: Int, headSize: Int, tokens: Int, window: Int?) throws -> Int {
  2 * layers * groupCount * headSize * (window ?? tokens)
}
