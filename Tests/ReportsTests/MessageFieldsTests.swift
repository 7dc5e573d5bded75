import Foundation
import Testing

@testable import Reports

struct MessageFieldsTests {
  @Test func fieldsHaveTheBytesOfTheFormat() {
    var message = MessageFields()
    message.append(1, double: 0.5)
    message.append(2, integer: 300)
    message.append(3, text: "ab")
    message.append(4, float: 1)
    let bytes: [UInt8] = [
      0x09, 0, 0, 0, 0, 0, 0, 0xE0, 0x3F, 0x10, 0xAC, 0x02, 0x1A, 2, 0x61, 0x62, 0x25, 0, 0, 0x80, 0x3F,
    ]
    #expect(Array(message.bytes) == bytes)
    var outer = MessageFields()
    outer.append(20, message: message)
    // The key of field 20 does not fit into seven bits.
    #expect(Array(outer.bytes) == [0xA2, 0x01, UInt8(bytes.count)] + bytes)
  }

  @Test func wholeNumbersHaveSevenBitsPerByte() {
    let encoded = [(0, [0x08, 0]), (127, [0x08, 127]), (128, [0x08, 0x80, 1]), (16_384, [0x08, 0x80, 0x80, 1])]
    for (value, bytes) in encoded {
      var message = MessageFields()
      message.append(1, integer: value)
      #expect(Array(message.bytes) == bytes.map(UInt8.init))
    }
  }
}
