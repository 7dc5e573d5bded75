import Foundation

/// Returns the size that `gzip -9` would compress the data to, for comparison; nil if the system has no zlib.
///
/// The size does not include a file name in the header. The system's zlib is looked up at run time.
func gzipSize(of data: Data) -> Int? {
  typealias Bound = @convention(c) (CUnsignedLong) -> CUnsignedLong
  typealias Compress =
    @convention(c) (
      UnsafeMutablePointer<UInt8>?, UnsafeMutablePointer<CUnsignedLong>, UnsafePointer<UInt8>?, CUnsignedLong, CInt
    ) -> CInt
  guard
    let library = ["libz.so.1", "libz.1.dylib", "libz.so"].compactMap({ (name: String) in dlopen(name, RTLD_NOW) })
      .first,
    let boundSymbol = dlsym(library, "compressBound"), let compressSymbol = dlsym(library, "compress2")
  else { return nil }
  let bound = unsafeBitCast(boundSymbol, to: Bound.self), compress = unsafeBitCast(compressSymbol, to: Compress.self)
  var size = bound(CUnsignedLong(data.count))
  var output = [UInt8](repeating: 0, count: Int(size))
  let status = data.withUnsafeBytes {
    compress(&output, &size, $0.bindMemory(to: UInt8.self).baseAddress, CUnsignedLong(data.count), 9)
  }
  // zlib's own framing takes 6 bytes, gzip's 18.
  return status == 0 ? Int(size) + 12 : nil
}
