import Foundation

/// Exchanges two files or folders on the same file system in one step: no other process ever finds one of the names
/// missing.
///
/// - Returns: false if the system or the file system cannot do that; nothing has changed then.
func exchangePaths(_ a: String, _ b: String) -> Bool {
  #if canImport(Darwin)
    return renamex_np(a, b, UInt32(RENAME_SWAP)) == 0
  #else
    return renameat2.map { $0(AT_FDCWD, a, AT_FDCWD, b, renameExchange) == 0 } ?? false
  #endif
}

#if !canImport(Darwin)
  /// Linux's `renameat2`. It is looked up by name because some C libraries do not have it.
  private let renameat2 = unsafeBitCast(
    dlsym(nil, "renameat2"),
    to: (@convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32)?.self)

  /// The value of `RENAME_EXCHANGE` in Linux's `fs.h`, which Swift does not import.
  private let renameExchange: UInt32 = 2
#endif
