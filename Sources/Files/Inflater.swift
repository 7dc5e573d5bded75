import Foundation

/// Unpacks what gzip packed, piece by piece, with the system's zlib, which is looked up at run time.
///
/// A gzip file is one or more members, one after another (RFC 1952, section 2.2); their contents are joined. As with
/// gunzip, what follows the last member is ignored.
final class Inflater {
  private let zlib: ZLib
  private let name: String
  /// The state of zlib. It has a fixed address, since zlib keeps a pointer to it.
  private let stream: UnsafeMutablePointer<ZLib.Stream>
  private var input: [UInt8] = []
  /// How much of `input` zlib has consumed.
  private var consumed = 0
  /// The number of bytes before and after unpacking, so far.
  private var packed = 0, unpacked = 0
  /// Whether the last member has ended and no other has begun.
  private var isBetweenMembers = true
  private var isDone = false
  /// How many times its packed size a text may have, and how many bytes beyond that.
  private let mostTimes: Int, allowance: Int

  /// Creates an inflater; nil if the system has no zlib.
  ///
  /// - Parameters:
  ///   - name: the name of the file in messages.
  ///   - mostTimes: the limit of the size, as a multiple of the packed size. Texts become 3 to 10 times as large; files
  ///     made to fill up a machine, 1,000 times.
  ///   - allowance: how many bytes beyond that are allowed, because a short text can repeat itself.
  init?(_ name: String, mostTimes: Int = 100, allowance: Int = 1 << 26) {
    guard let zlib = ZLib.shared else { return nil }
    (self.zlib, self.name, self.mostTimes, self.allowance) = (zlib, name, mostTimes, allowance)
    stream = .allocate(capacity: 1)
    stream.initialize(to: ZLib.Stream())
    // 16 more than the largest window means a gzip header and checksum.
    guard zlib.start(stream, 15 + 16, zlib.version(), CInt(MemoryLayout<ZLib.Stream>.size)) == ZLib.okay else {
      stream.deallocate()
      return nil
    }
  }

  deinit {
    _ = zlib.end(stream)
    stream.deallocate()
  }

  /// Returns the next unpacked bytes: fewer than `count` only at the end.
  ///
  /// - Parameter more: returns further bytes of the file; none at its end.
  /// - Throws: `Problem` of kind `badData` if the file is cut short, damaged, or expands beyond all measure.
  func next(_ count: Int, more: () throws -> [UInt8]) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { output, filled in
      while filled < count, !isDone {
        if consumed == input.count {
          input = try more()
          consumed = 0
          packed += input.count
          if input.isEmpty {
            guard isBetweenMembers else {
              throw Problem(
                .badData, "\(name) is cut short: it is compressed with gzip, and its end is missing",
                suggestion: "Use another copy.")
            }
            isDone = true
            break
          }
        }
        if isBetweenMembers {
          guard input[consumed] == PackedFormat.gzipStart[0] else {
            isDone = true
            break
          }
          isBetweenMembers = false
        }
        filled += try inflate(into: UnsafeMutableBufferPointer(rebasing: output[filled..<count]))
      }
    }
  }

  /// Unpacks some of the input; returns the number of bytes written.
  private func inflate(into output: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
    try input.withUnsafeMutableBufferPointer { input in
      // zlib counts in 32 bits.
      let available = min(input.count - consumed, 1 << 30), room = min(output.count, 1 << 30)
      stream.pointee.nextInput = input.baseAddress! + consumed
      stream.pointee.inputCount = CUnsignedInt(available)
      stream.pointee.nextOutput = output.baseAddress
      stream.pointee.outputCount = CUnsignedInt(room)
      let status = zlib.inflate(stream, 0)
      consumed += available - Int(stream.pointee.inputCount)
      let written = room - Int(stream.pointee.outputCount)
      unpacked += written
      switch status {
      case ZLib.okay: break
      case ZLib.streamEnd:
        isBetweenMembers = true
        guard zlib.reset(stream) == ZLib.okay else { throw damaged }
      default: throw damaged
      }
      guard unpacked <= mostTimes * packed + allowance else {
        throw Problem(
          .badData,
          "\(name) is compressed with gzip and expands to more than \(mostTimes) times its size, unlike a text",
          suggestion: "If it is a text all the same, unpack it first with gunzip -k.")
      }
      return written
    }
  }

  private var damaged: Problem {
    Problem(
      .badData, "\(name) is damaged: it is compressed with gzip, and cannot be unpacked",
      suggestion: "Use another copy.")
  }
}

/// The functions of the system's zlib that unpack.
private struct ZLib: @unchecked Sendable {
  /// The state that zlib shares with its caller, `z_stream` in zlib.h, field by field. zlib refuses a structure of
  /// another size.
  struct Stream {
    var nextInput: UnsafeMutablePointer<UInt8>?
    var inputCount: CUnsignedInt = 0
    var totalInput: CUnsignedLong = 0
    var nextOutput: UnsafeMutablePointer<UInt8>?
    var outputCount: CUnsignedInt = 0
    var totalOutput: CUnsignedLong = 0
    var message: UnsafePointer<CChar>?
    var state: OpaquePointer?
    /// The functions that allocate and free memory; without any, zlib uses `malloc`.
    var allocate: OpaquePointer?, free: OpaquePointer?, opaque: OpaquePointer?
    var dataType: CInt = 0
    var checksum: CUnsignedLong = 0
    var reserved: CUnsignedLong = 0
  }

  static let okay: CInt = 0, streamEnd: CInt = 1

  typealias Version = @convention(c) () -> UnsafePointer<CChar>?
  typealias Start = @convention(c) (UnsafeMutableRawPointer?, CInt, UnsafePointer<CChar>?, CInt) -> CInt
  typealias Inflate = @convention(c) (UnsafeMutableRawPointer?, CInt) -> CInt
  typealias Step = @convention(c) (UnsafeMutableRawPointer?) -> CInt

  let version: Version
  let start: Start
  let inflate: Inflate
  let reset: Step
  let end: Step

  /// zlib, or nil if the system has none.
  static let shared: ZLib? = {
    let names = ["libz.so.1", "libz.1.dylib", "libz.so"]
    guard let library = names.compactMap({ dlopen($0, RTLD_NOW) }).first else { return nil }
    guard let version = dlsym(library, "zlibVersion"), let start = dlsym(library, "inflateInit2_"),
      let inflate = dlsym(library, "inflate"), let reset = dlsym(library, "inflateReset"),
      let end = dlsym(library, "inflateEnd")
    else { return nil }
    return ZLib(
      version: unsafeBitCast(version, to: Version.self), start: unsafeBitCast(start, to: Start.self),
      inflate: unsafeBitCast(inflate, to: Inflate.self), reset: unsafeBitCast(reset, to: Step.self),
      end: unsafeBitCast(end, to: Step.self))
  }()
}
