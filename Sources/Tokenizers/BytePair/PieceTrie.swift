/// The pieces of a vocabulary as a tree of bytes, which finds the longest piece at a place of a text.
final class PieceTrie: @unchecked Sendable {
  /// A step of the tree: from a node, by a byte, to another node, and the token that ends there, or -1. Empty slots have
  /// the node -1.
  private struct Step {
    let key: UInt32
    let node: Int32
    let token: Int32
    /// Makes a step's size a power of two, so that none lies across two lines of the cache.
    let padding: Int32 = 0
  }

  /// For each pair of first bytes, the node after both, or -1.
  private let roots: UnsafeMutablePointer<Int32>
  /// The token of each pair of first bytes, or -1.
  private let rootTokens: UnsafeMutablePointer<Int32>
  private let steps: UnsafeMutablePointer<Step>
  private let capacity: Int
  private let shift: UInt32
  private let byteTokens: UnsafeMutablePointer<Int32>
  /// For each token, the longest piece that its own begins with and is shorter, or -1.
  private let shorter: UnsafeMutablePointer<Int32>
  /// The number of bytes of each token.
  let lengths: UnsafeMutablePointer<Int32>

  /// The most bytes that pieces may have in total: the key of a step has 24 bits for the node.
  static let maximumBytes = 1 << 24

  /// Creates the tree of those pieces that are included; all single bytes must be.
  ///
  /// Returns nil if they are too long in total.
  init?(_ pieces: [[UInt8]], byteTokens: [Int32], includes: (Int) -> Bool) {
    var steps: [UInt32: Int32] = [:], tokens: [Int32] = [], roots = [Int32](repeating: -1, count: 1 << 16)
    for (token, piece) in pieces.enumerated() where piece.count >= 2 && includes(token) {
      let first = Int(piece[0]) << 8 | Int(piece[1])
      if roots[first] < 0 {
        roots[first] = Int32(tokens.count)
        tokens.append(-1)
      }
      var node = roots[first]
      for byte in piece[2...] {
        let key = UInt32(node) << 8 | UInt32(byte)
        if let next = steps[key] {
          node = next
        } else {
          guard tokens.count < Self.maximumBytes - 1 else { return nil }
          node = Int32(tokens.count)
          steps[key] = node
          tokens.append(-1)
        }
      }
      tokens[Int(node)] = Int32(token)
    }
    self.roots = .allocate(capacity: roots.count)
    self.roots.initialize(from: roots, count: roots.count)
    rootTokens = .allocate(capacity: roots.count)
    rootTokens.initialize(from: roots.map { $0 < 0 ? -1 : tokens[Int($0)] }, count: roots.count)
    self.byteTokens = .allocate(capacity: 256)
    self.byteTokens.initialize(from: byteTokens, count: 256)
    var bits: UInt32 = 4
    while 1 << bits < 2 * steps.count { bits += 1 }
    capacity = 1 << bits
    shift = 32 - bits
    self.steps = .allocate(capacity: capacity)
    self.steps.initialize(repeating: Step(key: .max, node: -1, token: -1), count: capacity)
    lengths = .allocate(capacity: pieces.count)
    for (token, piece) in pieces.enumerated() { lengths[token] = Int32(clamping: piece.count) }
    shorter = .allocate(capacity: pieces.count)
    shorter.initialize(repeating: -1, count: pieces.count)
    for (key, node) in steps {
      var slot = Self.slot(key, shift)
      while self.steps[slot].node >= 0 { slot = (slot + 1) & (capacity - 1) }
      self.steps[slot] = Step(key: key, node: node, token: tokens[Int(node)])
    }
    for (token, piece) in pieces.enumerated() where piece.count >= 2 && includes(token) {
      piece.withUnsafeBufferPointer { shorter[token] = longest($0.baseAddress!, count: piece.count - 1) }
    }
  }

  deinit {
    roots.deallocate()
    rootTokens.deallocate()
    steps.deallocate()
    byteTokens.deallocate()
    shorter.deallocate()
    lengths.deallocate()
  }

  @inline(__always)
  private static func slot(_ key: UInt32, _ shift: UInt32) -> Int { Int((key &* 0x9E37_79B1) &>> shift) }

  @inline(__always)
  private func step(_ node: Int32, _ byte: UInt8) -> Step {
    let key = UInt32(bitPattern: node) << 8 | UInt32(byte)
    var slot = Self.slot(key, shift)
    while true {
      let step = steps[slot]
      if step.key == key || step.node < 0 { return step }
      slot = (slot &+ 1) & (capacity &- 1)
    }
  }

  /// Returns the token of the longest piece at the beginning of a text of one byte or more.
  @inline(__always)
  func longest(_ text: UnsafePointer<UInt8>, count: Int) -> Int32 {
    var best = byteTokens[Int(text[0])]
    guard count >= 2 else { return best }
    let first = Int(text[0]) << 8 | Int(text[1])
    var node = roots[first], i = 2
    if rootTokens[first] >= 0 { best = rootTokens[first] }
    while node >= 0, i < count {
      let step = step(node, text[i])
      // An empty step has no token.
      if step.token >= 0 { best = step.token }
      node = step.node
      i &+= 1
    }
    return best
  }

  /// Returns the token of the longest piece that a token begins with and that is shorter than it; -1 for a byte.
  @inline(__always)
  func next(shorterThan token: Int32) -> Int32 { shorter[Int(token)] }
}
