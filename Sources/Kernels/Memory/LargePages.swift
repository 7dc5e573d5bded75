#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Allocates memory for a table that is read in no order, aligned to at least 64 bytes. `deallocate()` frees it.
///
/// The processor remembers where some thousand pages of memory are. With the usual 4 kB each, a table of 16 MB has more,
/// and nearly every look-up first has to find its page. So memory of 2 MB or more asks for pages of that size, which Linux
/// gives if it has any left.
public func allocateTable(byteCount: Int) -> UnsafeMutableRawPointer {
  let largePage = 2 << 20
  guard byteCount >= largePage else { return .allocate(byteCount: byteCount, alignment: 64) }
  let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: largePage)
  #if os(Linux)
    // Only advice: where it is not taken, the memory has the usual pages.
    _ = madvise(memory, byteCount, MADV_HUGEPAGE)
  #endif
  return memory
}
