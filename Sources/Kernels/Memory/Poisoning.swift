// The pool hides its users' mistakes from the address sanitizer: a block is larger than the request, and its memory
// stays with the process after it is given back. So a build for a sanitizer tells it which floats are in use.

extension Memory.Block {
  #if KINDLING_SANITIZER
    /// Returns the block with its first `count` floats accessible and all others not.
    func lent(_ count: Int, of capacity: Int) -> Self {
      AddressSanitizer.poison?(start, capacity * MemoryLayout<Float>.stride)
      AddressSanitizer.unpoison?(start, count * MemoryLayout<Float>.stride)
      return Self(start: start, capacity: count, owner: owner)
    }

    /// Returns the whole block, none of it accessible.
    func shelved(_ capacity: Int) -> Self {
      AddressSanitizer.poison?(start, capacity * MemoryLayout<Float>.stride)
      return Self(start: start, capacity: capacity, owner: owner)
    }
  #else
    @inline(__always)
    func lent(_ count: Int, of capacity: Int) -> Self { self }

    @inline(__always)
    func shelved(_ capacity: Int) -> Self { self }
  #endif
}

#if KINDLING_SANITIZER
  /// The functions of the address sanitizer for memory that a program manages itself; nil in a build without it.
  enum AddressSanitizer {
    typealias Marking = @convention(c) (_ start: UnsafeRawPointer, _ byteCount: Int) -> Void
    typealias Question = @convention(c) (_ address: UnsafeRawPointer) -> CInt

    static let poison = symbol("__asan_poison_memory_region").map { unsafeBitCast($0, to: Marking.self) }
    static let unpoison = symbol("__asan_unpoison_memory_region").map { unsafeBitCast($0, to: Marking.self) }
    static let isPoisoned = symbol("__asan_address_is_poisoned").map { unsafeBitCast($0, to: Question.self) }
  }
#endif
