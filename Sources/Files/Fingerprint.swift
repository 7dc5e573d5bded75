/// Returns the 64-bit FNV-1a hash of bytes. Unlike Swift's own hashes, it is the same in every run and on every
/// machine.
///
///     fingerprint(of: "abc".utf8)                                  // 0xE71FA2190541574B
///     fingerprint(of: "c".utf8, after: fingerprint(of: "ab".utf8))    // the same, in two parts
///
/// - Parameter before: the hash of the preceding bytes.
@inlinable
public func fingerprint(of bytes: some Sequence<UInt8>, after before: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
  bytes.reduce(before) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
}
