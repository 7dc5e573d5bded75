/// Returns a gzip file of these bytes, without compression: a header, blocks of stored bytes, and a checksum (RFC 1951
/// and 1952).
public func gzipped(_ bytes: some Collection<UInt8>) -> [UInt8] {
  var file: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
  var rest = Array(bytes)[...]
  repeat {
    let block = rest.prefix(0xFFFF)
    rest = rest.dropFirst(block.count)
    let count = UInt16(block.count)
    file.append(rest.isEmpty ? 1 : 0)
    for number in [count, ~count] { file += [UInt8(number & 0xFF), UInt8(number >> 8)] }
    file += block
  } while !rest.isEmpty
  for number in [crc32(bytes), UInt32(bytes.count)] { file += (0..<4).map { UInt8(number >> (8 * $0) & 0xFF) } }
  return file
}

/// The checksum of gzip, bit by bit.
private func crc32(_ bytes: some Collection<UInt8>) -> UInt32 {
  ~bytes.reduce(UInt32.max) { sum, byte in
    (0..<8).reduce(sum ^ UInt32(byte)) { sum, _ in sum >> 1 ^ (sum & 1 == 1 ? 0xEDB8_8320 : 0) }
  }
}
