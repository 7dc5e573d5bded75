import Kernels

/// The number of bytes of a file that a thread reads at a time. Numbers to convert are then still in its cache.
private let chunkSize = 1 << 20

extension Safetensors {
  /// Copies a tensor's numbers and converts them to floats if they have another type: F16 and BF16 exactly, F64 rounded
  /// to the nearest.
  ///
  /// - Throws: `Problem` of kind `badData` if the file has no such tensor, its shape is different or its type cannot be
  ///   read; `inputOutput` if reading fails partway or the file became shorter. In that case, some of the tensor's
  ///   numbers may have changed.
  public func read(_ name: String, into tensor: Tensor) throws {
    let entry = try entry(name, tensor.shape)
    let first = tensor.data, start = start + entry.range.lowerBound, byteCount = entry.range.count
    let width = entry.type.bitWidth / 8
    let failure = Lock<(any Error)?>(nil)
    parallel((byteCount + chunkSize - 1) / chunkSize, work: byteCount) { chunks in
      do {
        let buffer = entry.type == .f32 ? nil : Buffer(byteCount: min(byteCount, chunkSize))
        for chunk in chunks {
          let offset = chunk * chunkSize, byteCount = min(byteCount - offset, chunkSize)
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

/// Memory for a chunk of a file, freed with the last reference to it.
private final class Buffer {
  let start: UnsafeMutableRawPointer

  init(byteCount: Int) { start = .allocate(byteCount: byteCount, alignment: 64) }

  deinit { start.deallocate() }
}

extension Safetensors.ElementType {
  /// Converts `count` numbers of this type, which must be readable and not F32, to floats.
  fileprivate func convert(_ floats: UnsafeMutablePointer<Float>, _ numbers: UnsafeRawPointer, count: Int) {
    switch self {
    case .f16: widenFloat16(floats, numbers.assumingMemoryBound(to: UInt16.self), count: count)
    case .bf16: widenBFloat16(floats, numbers.assumingMemoryBound(to: UInt16.self), count: count)
    case .f64: narrowDouble(floats, numbers.assumingMemoryBound(to: Double.self), count: count)
    default: fatalError("no conversion from \(rawValue)")
    }
  }
}
