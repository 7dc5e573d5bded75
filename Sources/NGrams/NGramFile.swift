import Files
import Foundation

// The file of a model: 32-bit numbers, little-endian, without gaps.
//
//     8 bytes     the letters KDLNGRAM
//     7 numbers   version, kind of backoff, order N, tokens without the markers, nodes of all levels,
//                 nodes with fewer than N tokens, 0
//     N + 2       where each level's nodes begin, and the end
//     arrays      tokens, probabilities, backoff weights, where children begin
//     8 bytes     a checksum of everything before

private let magic = Array("KDLNGRAM".utf8)
private let version: UInt32 = 1
private let headerBytes = 8 + 7 * 4

extension NGramModel {
  /// Writes the model to a file, completely or not at all.
  ///
  /// - Throws: `Problem` of kind `cannotCreate` or `inputOutput`.
  public func save(to path: String) throws {
    let header = [
      version, backoff.rawValue, UInt32(order), UInt32(vocabulary.tokenCount), UInt32(tokens.count),
      UInt32(backoffWeights.count),
      0,
    ]
    var checksum = Checksum()
    try writeFile(to: path) { file in
      func write(_ bytes: UnsafeRawBufferPointer) throws {
        checksum.add(bytes)
        // In chunks, since one system call writes at most 2 GB.
        for start in stride(from: 0, to: bytes.count, by: 1 << 26) {
          let piece = UnsafeRawBufferPointer(rebasing: bytes[start..<min(bytes.count, start + 1 << 26)])
          try file.write(contentsOf: Data(piece))
        }
      }
      try magic.withUnsafeBytes(write)
      try header.withUnsafeBytes(write)
      try levelStarts.map { UInt32($0) }.withUnsafeBytes(write)
      try tokens.withUnsafeBytes(write)
      try probabilities.withUnsafeBytes(write)
      try backoffWeights.withUnsafeBytes(write)
      try firstChildren.withUnsafeBytes(write)
      try file.write(contentsOf: withUnsafeBytes(of: checksum.value.littleEndian) { Data($0) })
    }
  }

  /// Reads a model that ``save(to:)`` wrote.
  ///
  /// - Throws: `Problem` of kind `missing` when the file cannot be read, `badData` when it is another kind of file, cut
  ///   short or damaged.
  public init(contentsOf path: String) throws {
    let data = try readFile(path)
    self = try data.withUnsafeBytes { file in
      guard file.count >= magic.count, file.starts(with: magic) else {
        throw Problem(.badData, "\(path) is not an n-gram model")
      }
      func damaged(_ what: String) -> Problem { Problem(.badData, "\(path) is \(what)") }
      guard file.count >= headerBytes else { throw damaged("cut short") }
      let header = file.numbers(UInt32.self, at: 8, count: 7)
      guard header[0] == version else {
        throw damaged("an n-gram model of version \(header[0]); this program reads version \(version)")
      }
      let order = Int(header[2]), nodes = Int(header[4]), contexts = Int(header[5])
      guard let backoff = Backoff(rawValue: header[1]), Self.orders.contains(order), header[3] < UInt32(Int32.max) - 3,
        nodes < Int(Int32.max), contexts <= nodes
      else { throw damaged("damaged: its header is invalid") }
      let size = headerBytes + 4 * (order + 2 + 2 * nodes + 2 * contexts + 1) + 8
      guard file.count == size else {
        throw damaged(
          file.count < size
            ? "cut short: it has \(file.count) bytes of \(size)" : "damaged: it has \(file.count) bytes, not \(size)")
      }
      var checksum = Checksum()
      checksum.add(UnsafeRawBufferPointer(rebasing: file[..<(size - 8)]))
      guard file.loadUnaligned(fromByteOffset: size - 8, as: UInt64.self) == checksum.value.littleEndian else {
        throw damaged("damaged: its checksum does not match")
      }
      var offset = headerBytes
      func next<Number>(_ type: Number.Type, _ count: Int) -> [Number] {
        defer { offset += 4 * count }
        return file.numbers(type, at: offset, count: count)
      }
      let levelStarts = next(UInt32.self, order + 2).map(Int.init), tokens = next(Int32.self, nodes)
      let probabilities = next(Float.self, nodes), backoffWeights = next(Float.self, contexts)
      let model = NGramModel(
        vocabulary: NGramVocabulary(tokenCount: Int(header[3])), order: order, backoff: backoff, tokens: tokens,
        probabilities: probabilities, backoffWeights: backoffWeights, firstChildren: next(Int32.self, contexts + 1),
        levelStarts: levelStarts)
      guard model.isWellFormed else { throw damaged("damaged: its n-grams are invalid") }
      return model
    }
  }

  /// Whether the arrays form a trie: levels one after another, with each node's children inside the next level and in
  /// order. A checksum only detects accidental damage, and no file may make the program read out of bounds.
  private var isWellFormed: Bool {
    let size = vocabulary.size
    guard levelStarts[0] == 0, levelStarts[1] == 1, levelStarts[2] == size + 1, levelStarts[order + 1] == tokens.count,
      levelStarts[order] == backoffWeights.count, zip(levelStarts, levelStarts.dropFirst()).allSatisfy({ $0 <= $1 }),
      firstChildren.first == 1, firstChildren.last == Int32(tokens.count),
      zip(firstChildren, firstChildren.dropFirst()).allSatisfy({ $0 <= $1 }),
      probabilities.allSatisfy({ $0 >= 0 && $0 <= 1.001 }), backoffWeights.allSatisfy({ $0 >= 0 && $0.isFinite }),
      (0..<size).allSatisfy({ tokens[$0 + 1] == Int32($0) })
    else { return false }
    for length in 0..<order where firstChildren[levelStarts[length]] != Int32(levelStarts[length + 1]) { return false }
    for node in 1..<max(1, backoffWeights.count) {
      var last: Int32 = -1
      for child in children(node) {
        guard tokens[child] > last, Int(tokens[child]) < size else { return false }
        last = tokens[child]
      }
    }
    return true
  }
}

extension UnsafeRawBufferPointer {
  /// Returns consecutive 32-bit numbers, at any alignment.
  fileprivate func numbers<Number>(_ type: Number.Type, at offset: Int, count: Int) -> [Number] {
    [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: self[offset..<offset + 4 * count]))
      initialized = count
    }
  }
}

/// FNV-1a over 32-bit numbers instead of bytes: as good against accidental damage, and fast enough for a large model.
private struct Checksum {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Adds bytes; their number must be divisible by four.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    for offset in stride(from: 0, to: bytes.count, by: 4) {
      let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
      value = (value ^ UInt64(UInt32(littleEndian: word))) &* 0x0000_0100_0000_01B3
    }
  }
}
