import Kernels
import Testing

struct LargePagesTests {
  @Test(arguments: [1, 100, (2 << 20) - 1, 2 << 20, 5_000_001]) func memoryIsAlignedAndCanBeWritten(byteCount: Int) {
    let table = allocateTable(byteCount: byteCount)
    defer { table.deallocate() }
    #expect(Int(bitPattern: table) % (byteCount < 2 << 20 ? 64 : 2 << 20) == 0)
    table.initializeMemory(as: UInt8.self, repeating: 7, count: byteCount)
    #expect(table.load(fromByteOffset: byteCount - 1, as: UInt8.self) == 7)
  }
}
