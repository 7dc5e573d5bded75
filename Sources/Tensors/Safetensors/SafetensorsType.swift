extension Safetensors {
  /// The number types of the format, under the format's own names.
  ///
  /// The list is that of Hugging Face's library, version 0.8.
  public enum ElementType: String, CaseIterable, Sendable {
    /// IEEE 754 floating point with 64, 32 and 16 bits.
    case f64 = "F64", f32 = "F32", f16 = "F16"
    /// The upper half of an F32.
    case bf16 = "BF16"
    /// Signed integers.
    case i64 = "I64", i32 = "I32", i16 = "I16", i8 = "I8"
    /// Unsigned integers.
    case u64 = "U64", u32 = "U32", u16 = "U16", u8 = "U8"
    /// A Boolean in a byte.
    case bool = "BOOL"
    /// A complex number of two F32s.
    case c64 = "C64"
    /// Floating point in a byte; the name gives the bits of exponent and mantissa.
    case f8e5m2 = "F8_E5M2", f8e4m3 = "F8_E4M3", f8e8m0 = "F8_E8M0"
    /// The same without infinities and with a single NaN.
    case f8e5m2fnuz = "F8_E5M2FNUZ", f8e4m3fnuz = "F8_E4M3FNUZ"
    /// Floating point in less than a byte, packed.
    case f6e2m3 = "F6_E2M3", f6e3m2 = "F6_E3M2", f4 = "F4"

    /// The number of bits per number.
    public var bitWidth: Int {
      switch self {
      case .f64, .i64, .u64, .c64: 64
      case .f32, .i32, .u32: 32
      case .f16, .bf16, .i16, .u16: 16
      case .i8, .u8, .bool, .f8e5m2, .f8e4m3, .f8e8m0, .f8e5m2fnuz, .f8e4m3fnuz: 8
      case .f6e2m3, .f6e3m2: 6
      case .f4: 4
      }
    }

    /// Whether tensors of this type can be read here: F32, F16, BF16 and F64 can.
    public var isReadable: Bool {
      switch self {
      case .f32, .f16, .bf16, .f64: true
      default: false
      }
    }
  }
}
