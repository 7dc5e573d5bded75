/// The cyclic redundancy check CRC-32C (Castagnoli et al. 1993; RFC 3720, appendix B.4), which finds damaged records in
/// the files of TensorBoard.
///
///     CRC32C.checksum(Array("123456789".utf8))  // 0xE3069283
enum CRC32C {
  /// The remainder of each byte, for the reversed polynomial 0x82F63B78.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest & 1 == 1 ? rest >> 1 ^ 0x82F6_3B78 : rest >> 1 }
  }

  /// Returns the checksum of some bytes.
  static func checksum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { rest, byte in table[Int((rest ^ UInt32(byte)) & 0xFF)] ^ rest >> 8 }
  }

  /// Returns the checksum in the form in which records store it: rotated and shifted, because the checksum of data that
  /// contains its own checksum would be the same for all data.
  static func masked(_ bytes: some Sequence<UInt8>) -> UInt32 {
    let sum = checksum(bytes)
    return (sum >> 15 | sum << 17) &+ 0xA282_EAD8
  }
}
