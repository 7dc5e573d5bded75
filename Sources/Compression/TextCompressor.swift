import Files
import Foundation

/// Compresses bytes losslessly with the predictions of a language model: the better it predicts, the smaller the file.
///
///     let compressor = try SavedNGram(folder: "runs/tales-ngram").compressor()
///     let (file, figures) = compressor.compress(Data("Once upon a time".utf8))
///     try compressor.decompress(file, name: "tale.txt.kz")
///
/// Each step codes a flag and then either a token, with the model's probabilities, or a byte that no token covers, with
/// the statistics of such bytes in this file; see `EscapedBytes`. A file in a script that the model never saw, or one
/// that is not text at all, is restored just as well, but does not get much smaller. Random bytes grow by a few
/// percent.
public final class TextCompressor {
  /// The figures of a compression.
  public struct Figures: Equatable, Sendable {
    /// The size of the original, in bytes.
    public internal(set) var bytesBefore = 0
    /// The size of the compressed file in bytes, including its frame.
    public internal(set) var bytesAfter = 0
    /// The size of the frame in bytes: signature, version, length, checksums and model fingerprint.
    public let frameBytes = CompressedFile.frameBytes
    /// The number of the model's tokens that were coded.
    public internal(set) var tokenCount = 0
    /// The cost of the tokens by the model's own probabilities, in bits: the sum of -log2 p.
    public internal(set) var modelBits = 0.0
    /// The number of bytes that no token covered.
    public internal(set) var escapedBytes = 0
    /// The cost of these bytes, including the flags that announce them, in bits.
    public internal(set) var escapeBits = 0.0
  }

  private let coder: any TokenCoder
  private let spelling: any TokenSpelling
  private let kind: CompressedFile.Kind
  private let model: UInt64
  private var byteFrequencies = Frequencies(count: 256)
  private var byteWeights = [Float](repeating: 0, count: 256)

  init(
    _ coder: any TokenCoder, _ spelling: any TokenSpelling, fingerprint: UInt64, kind: CompressedFile.Kind = .fixed
  ) {
    self.coder = coder
    self.spelling = spelling
    self.kind = kind
    model = fingerprint
  }

  /// Compresses any data into the contents of a compressed file.
  ///
  /// - Parameter progress: called periodically with the number of bytes done.
  public func compress(_ data: Data, progress: (Int) -> Void = { _ in }) -> (file: Data, figures: Figures) {
    var figures = Figures()
    var encoder = ArithmeticEncoder()
    var escapes = Escapes()
    coder.begin(length: data.count)
    data.withUnsafeBytes { file in
      let bytes = file.bindMemory(to: UInt8.self)
      var next = 0
      while next < bytes.count {
        let before = next > 0 ? bytes[next - 1] : nil
        let found = spelling.token(in: bytes, at: next)
        figures.escapeBits += escapes.encode(found == nil, &encoder).bits
        if let (token, length) = found {
          figures.modelBits -= log2(coder.encode(token, &encoder))
          figures.tokenCount += 1
          escapes.acceptToken()
          next += length
        } else {
          predictByte(escapes.bytes)
          let share = byteFrequencies.share(of: Int(bytes[next]))
          encoder.encode(share)
          figures.escapeBits += share.bits
          figures.escapedBytes += 1
          accept(bytes[next], after: before, &escapes)
          next += 1
        }
        if (figures.tokenCount + figures.escapedBytes) % 1024 == 0 { progress(next) }
      }
    }
    let file = CompressedFile(
      kind: kind, length: data.count, checksum: fingerprint(of: data), model: model, payload: encoder.finish()
    ).bytes
    figures.bytesBefore = data.count
    figures.bytesAfter = file.count
    return (file, figures)
  }

  /// Returns the length up to which a file of this size is restored unless the caller sets another limit: a thousand
  /// times its size, as much as gzip can reach, and at least a million bytes.
  ///
  /// A symbol that a model is almost sure of costs a few millionths of a bit. So a valid file of 75 bytes can announce
  /// ten million zeros, and one of 30 kB a thousand times as many: hours of work, which only someone who expects it
  /// should begin.
  public static func usualLimit(ofFile size: Int) -> Int {
    let (thousandfold, overflows) = size.multipliedReportingOverflow(by: 1000)
    return overflows ? .max : max(1_000_000, thousandfold)
  }

  /// Restores the bytes that were given to ``compress(_:progress:)``.
  ///
  /// - Parameters:
  ///   - name: the file's name, for messages.
  ///   - limit: the maximum length to restore, in bytes; by default, ``usualLimit(ofFile:)``. A file announces its
  ///     length at its start.
  ///   - progress: called periodically with the number of bytes done and the total.
  /// - Throws: `Problem` of kind `badData` if the file is of another kind, cut short or changed, was made with another
  ///   model, or announces more than the limit.
  public func decompress(
    _ data: Data, name: String, limit: Int? = nil, progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> Data {
    let file = try CompressedFile(data, name: name)
    guard file.kind == kind else {
      throw Problem(.badData, "\(name) was compressed by \(file.kind.description), not by \(kind.description)")
    }
    guard file.model == model else {
      throw Problem(
        .badData, "\(name) was compressed with another model",
        suggestion:
          "Use the \(Problem.setting("model")) that it was compressed with, unchanged; a GPT's file also needs the "
          + "same kind of build.")
    }
    guard Double(file.length) <= mostBytes(payload: file.payload.count) else {
      throw Problem(.badData, "\(name) is damaged: it claims a length of \(file.length) bytes, more than it can hold")
    }
    guard file.length <= limit ?? Self.usualLimit(ofFile: data.count) else {
      throw Problem(
        .badData,
        "\(name) has \(data.count) bytes and announces \(file.length), which is "
          + (limit.map { "more than \($0)" } ?? "far more than a text of its size has"),
        suggestion: "Use \(Problem.setting("maximum-bytes")) \(file.length) if you trust it.")
    }
    var bytes: [UInt8] = []
    var decoder = ArithmeticDecoder(file.payload)
    var escapes = Escapes()
    var steps = 0
    coder.begin(length: file.length)
    while bytes.count < file.length, !decoder.isExhausted {
      let before = bytes.last
      if escapes.decode(&decoder) {
        predictByte(escapes.bytes)
        let byte = UInt8(decoder.decode(byteFrequencies))
        bytes.append(byte)
        accept(byte, after: before, &escapes)
      } else {
        escapes.acceptToken()
        // Tokens that never occur have a share too, but only a damaged file contains one.
        guard spelling.append(coder.decode(&decoder), to: &bytes) else { break }
      }
      steps += 1
      if steps % 1024 == 0 { progress(bytes.count, file.length) }
    }
    guard bytes.count == file.length, fingerprint(of: bytes) == file.checksum else {
      throw Problem(.badData, "\(name) does not restore the original: its contents are damaged")
    }
    return Data(bytes)
  }

  /// Returns the maximum number of bytes that a payload can restore, with each step at its lowest cost.
  ///
  /// The decoder stops when it has used the payload's bits and those of two bytes that an encoder can leave out; the
  /// step that uses them up can still produce a token.
  private func mostBytes(payload count: Int) -> Double {
    let longest = Double(spelling.longest)
    let tokenBitsPerByte = (Escapes.leastBits + coder.leastBits) / longest
    let escapeBits = Escapes.leastBits + Frequencies.leastBits(count: 256)
    return Double(8 * (count + 2)) / min(tokenBitsPerByte, escapeBits) + longest
  }

  private func predictByte(_ bytes: EscapedBytes) {
    byteWeights.withUnsafeMutableBufferPointer {
      bytes.fillProbabilities(into: $0)
      byteFrequencies.set(UnsafeBufferPointer($0))
    }
  }

  private func accept(_ byte: UInt8, after previous: UInt8?, _ escapes: inout Escapes) {
    escapes.accept(byte)
    if spelling.beginsUnknown(byte, after: previous) { coder.acceptUnknown() }
  }
}

extension SymbolShare {
  /// The cost of coding the symbol: -log2 of its share.
  fileprivate var bits: Double { log2(Double(total) / Double(frequency)) }
}
