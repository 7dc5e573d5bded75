import Files

/// A header's entry for one tensor, checked on its own, without regard to the other tensors.
struct SafetensorsEntry {
  /// The maximum number of axes of our tensors; those of real models have fewer.
  static let mostAxes = Shape.mostAxes

  let name: String
  let type: Safetensors.ElementType
  let shape: Shape
  /// The bytes after the header that hold the numbers.
  let range: Range<Int>

  /// Reads a tensor's description and checks it against the number of bytes after the header.
  init(_ name: String, from scanner: inout JSONScanner, room: Int) throws {
    let shown = "tensor \(quoted(name, limit: 100))"
    let fields: Fields
    do { fields = try Fields(from: &scanner) } catch let mistake as JSONScanner.Mistake {
      throw JSONScanner.Mistake(message: "\(shown), \(mistake.message)")
    }
    func wrong(_ what: String) -> JSONScanner.Mistake { JSONScanner.Mistake(message: "\(shown) \(what)") }
    guard let typeName = fields.type else { throw wrong("has no \"dtype\"") }
    guard let sizes = fields.shape else { throw wrong("has no \"shape\"") }
    guard let offsets = fields.offsets else { throw wrong("has no \"data_offsets\"") }
    guard let type = Safetensors.ElementType(rawValue: typeName) else {
      throw wrong("has the unknown type \(quoted(typeName, limit: 20))")
    }
    guard offsets.count == 2 else { throw wrong("has \(offsets.count) offsets, not 2") }
    guard offsets[0] <= offsets[1] else { throw wrong("ends at byte \(offsets[1]), before its start at \(offsets[0])") }
    guard offsets[1] <= room else {
      throw wrong("takes bytes \(offsets[0]) to \(offsets[1]), but only \(room) bytes follow the header")
    }
    let shape = Shape(sizes)
    guard let bits = Self.bits(of: shape, type) else { throw wrong("has the impossible shape \(shape)") }
    guard bits % 8 == 0 else { throw wrong("of shape \(shape) does not fill whole bytes as \(typeName)") }
    guard bits / 8 == offsets[1] - offsets[0] else {
      throw wrong(
        "of shape \(shape) needs \(bits / 8) bytes as \(typeName), but its offsets span \(offsets[1] - offsets[0])")
    }
    self.name = name
    self.type = type
    self.shape = shape
    range = offsets[0]..<offsets[1]
  }

  /// The number of bits that a tensor takes; nil if this number, or a stride, is too large.
  private static func bits(of shape: Shape, _ type: Safetensors.ElementType) -> Int? {
    // A size of 0 makes the whole product 0, but not the strides, so it is left out at first.
    var bits = type.bitWidth
    for size in shape.sizes where size > 0 {
      let (product, overflows) = bits.multipliedReportingOverflow(by: size)
      guard !overflows else { return nil }
      bits = product
    }
    return shape.sizes.contains(0) ? 0 : bits
  }
}

/// The three members of a tensor's description, as written in the header. Others are skipped, as in Hugging Face's
/// reader, since later versions of the format may add some.
private struct Fields {
  var type: String?
  var shape: [Int]?
  var offsets: [Int]?

  init(from scanner: inout JSONScanner) throws {
    var names: Set<[UInt8]> = []
    try scanner.object { scanner, name, place in
      guard names.insert(Array(name.utf8)).inserted else {
        throw scanner.mistake("\(quoted(name, limit: 100)) appears twice", at: place)
      }
      switch name {
      case "dtype": type = try scanner.string()
      case "shape": shape = try scanner.wholeNumbers(limit: SafetensorsEntry.mostAxes)
      case "data_offsets": offsets = try scanner.wholeNumbers(limit: SafetensorsEntry.mostAxes)
      default: try scanner.skipValue()
      }
    }
  }
}
