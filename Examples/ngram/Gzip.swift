import Foundation

/// What gzip makes of bytes, for comparison.
///
/// The size is that of `gzip -9` up to the file's name, by the system's zlib, which is looked up while the program runs:
/// where there is none, there is no figure.
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
  // zlib's own frame has 6 bytes, gzip's 18.
  return status == 0 ? Int(size) + 12 : nil
}
