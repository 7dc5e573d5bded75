import Kernels
import Synchronization

/// How many bytes of a file a thread reads in one go. Numbers that are converted are then still in its cache.
private let pieceSize = 1 << 20

extension Safetensors {
  /// Copies a tensor's numbers, converted to floats where they are of another type: F16 and BF16 exactly, F64 rounded
  /// to the nearest.
  ///
  /// - Throws: `Problem` of kind `badData` when the file has no such tensor, its shape is another or its type cannot be
  ///   read; `inputOutput` when reading fails half-way or the file became shorter, and then some of the tensor's
  ///   numbers may have changed.
  public func read(_ name: String, into tensor: Tensor) throws {
    let entry = try entry(name, tensor.shape)
    let first = tensor.data, start = start + entry.range.lowerBound, byteCount = entry.range.count
    let width = entry.type.bitWidth / 8
    let failure = Mutex<(any Error)?>(nil)
    parallel((byteCount + pieceSize - 1) / pieceSize, work: byteCount) { pieces in
      do {
        let buffer = entry.type == .f32 ? nil : Buffer(byteCount: min(byteCount, pieceSize))
        for piece in pieces {
          let offset = piece * pieceSize, byteCount = min(byteCount - offset, pieceSize)
          let numbers = first + offset / width
          if let buffer {
            try file.read(
              into: UnsafeMutableRawBufferPointer(start: buffer.start, count: byteCount), at: start + offset)
            entry.type.convert(numbers, buffer.start, count: byteCount / width)
          } else {
            try file.read(into: UnsafeMutableRawBufferPointer(start: numbers, count: byteCount), at: start + offset)
          }
        }
      } catch {
        failure.withLock { $0 = error }
      }
    }
    if let error = failure.withLock({ $0 }) { throw error }
  }
}

/// Memory for a piece of a file that is freed with the last reference to it.
private final class Buffer {
  let start: UnsafeMutableRawPointer

  init(byteCount: Int) { start = .allocate(byteCount: byteCount, alignment: 64) }

  deinit { start.deallocate() }
}

extension Safetensors.ElementType {
  /// Floats from `count` numbers of this type, which must be a readable one that is not F32.
  fileprivate func convert(_ floats: UnsafeMutablePointer<Float>, _ numbers: UnsafeRawPointer, count: Int) {
    switch self {
    case .f16: widenFloat16(floats, numbers.assumingMemoryBound(to: UInt16.self), count: count)
    case .bf16: widenBFloat16(floats, numbers.assumingMemoryBound(to: UInt16.self), count: count)
    case .f64: narrowDouble(floats, numbers.assumingMemoryBound(to: Double.self), count: count)
    default: fatalError("no conversion from \(rawValue)")
    }
  }
}
