import Files

/// One fingerprint of several values in order.
struct FingerprintChain {
  private(set) var value = Files.fingerprint(of: [])

  mutating func add(_ text: String) { add(Array(text.utf8)) }

  mutating func add<Number: BitwiseCopyable>(_ numbers: [Number]) {
    let next = numbers.withUnsafeBytes { Files.fingerprint(of: $0) }
    value = Files.fingerprint(of: withUnsafeBytes(of: (value.littleEndian, next.littleEndian)) { Array($0) })
  }
}
