import Testing

@testable import Reports

struct ProcessorNameTests {
  @Test(arguments: [
    ("processor\t: 0\nmodel name\t: AMD EPYC 7B13\nmodel name\t: other\n", "AMD EPYC 7B13"),
    ("processor\t: 0\nCPU implementer\t: 0x41\nCPU variant\t: 0x3\nCPU part\t: 0xd0c\n", "ARM Neoverse-N1"),
    ("CPU implementer\t: 0x61\nCPU part\t: 0x022\n", "Apple part 0x022"),
    ("CPU implementer\t: 0x41\nCPU part\t: 0xfff\n", "ARM part 0xfff"),
    ("CPU implementer\t: 0x7f\nCPU part\t: 0x001\n", "CPU of designer 0x7f part 0x001"),
    ("processor\t: 0\nModel\t\t: Raspberry Pi 4 Model B\n", "Raspberry Pi 4 Model B"),
    ("model name\t:\n", "unknown CPU"), ("", "unknown CPU"),
  ])
  func theNameIsFound(_ text: String, _ name: String) { #expect(processorName(inCPUInfo: text) == name) }
}
