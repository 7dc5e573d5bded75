/// Returns a 64-bit hash of bytes, read eight at a time: the same in every run and on every machine.
///
/// Different seeds give unrelated hashes. Each word of eight bytes is mixed in by a multiplication and a shift, and the
/// result goes through the last steps of SplitMix64, so that similar texts have unrelated hashes.
func hash(of bytes: UnsafeBufferPointer<UInt8>, seed: UInt64) -> UInt64 {
  var state = mixed(seed &+ 0x9E37_79B9_7F4A_7C15 &+ UInt64(bytes.count)), i = 0
  let raw = UnsafeRawBufferPointer(bytes)
  while i + 8 <= raw.count {
    let word = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: i, as: UInt64.self))
    state = (state ^ mixed(word &+ seed)) &* 0x9FB2_1C65_1E98_DF25
    state ^= state >> 29
    i += 8
  }
  var rest: UInt64 = 0
  while i < raw.count {
    rest = rest << 8 | UInt64(raw[i])
    i += 1
  }
  return mixed((state ^ mixed(rest &+ seed)) &* 0x9FB2_1C65_1E98_DF25)
}

/// Returns a number in which each bit depends on all bits of another; no two numbers have the same result. These are the
/// last steps of SplitMix64 (Steele, Lea and Flood 2014).
func mixed(_ number: UInt64) -> UInt64 {
  var z = number
  z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
  z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
  return z ^ (z >> 31)
}
