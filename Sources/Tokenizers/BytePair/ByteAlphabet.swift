/// GPT-2's way to write any bytes as printable characters, so that its files of tokens are text: most bytes of Latin-1
/// are written as the character of the same number, and the others, such as the space, as characters from U+0100 on.
///
///     ByteAlphabet.text(of: Array(" the".utf8))    // "Ġthe"
///     ByteAlphabet.bytes(of: "Ġthe")               // the bytes of " the"
///
/// Source: Radford et al., "Language Models are Unsupervised Multitask Learners", 2019, the published code.
public enum ByteAlphabet {
  /// The character of each byte.
  public static let characters: [Unicode.Scalar] = {
    var next: UInt32 = 0x100
    return (0..<256).map { byte in
      switch UInt32(byte) {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return Unicode.Scalar(UInt32(byte))!
      default:
        defer { next += 1 }
        return Unicode.Scalar(next)!
      }
    }
  }()

  /// The bytes in the order of their characters: the first 256 tokens of GPT-2 and of tokenizers that are trained here.
  public static let order: [UInt8] = (0..<256).sorted { characters[$0] < characters[$1] }.map { UInt8($0) }

  /// The byte of each character below U+0144, or -1.
  private static let byteOfCharacter: [Int16] = {
    var table = [Int16](repeating: -1, count: 0x144)
    for (byte, character) in characters.enumerated() { table[Int(character.value)] = Int16(byte) }
    return table
  }()

  /// Returns bytes as printable characters.
  public static func text(of bytes: some Sequence<UInt8>) -> String {
    var text = String.UnicodeScalarView()
    for byte in bytes { text.append(characters[Int(byte)]) }
    return String(text)
  }

  /// Returns the bytes that ``text(of:)`` wrote, or nil if a character is none of the 256.
  public static func bytes(of text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      guard Int(scalar.value) < byteOfCharacter.count, byteOfCharacter[Int(scalar.value)] >= 0 else { return nil }
      bytes.append(UInt8(byteOfCharacter[Int(scalar.value)]))
    }
    return bytes
  }
}
