import Files
import Testing

/// Values of FNV-1a from its authors' test suite.
@Test(arguments: [("", 0xCBF2_9CE4_8422_2325), ("a", 0xAF63_DC4C_8601_EC8C), ("foobar", 0x8594_4171_F739_67E8)])
func fingerprintIsFNV1a(text: String, expected: UInt64) {
  #expect(fingerprint(of: text.utf8) == expected)
}
