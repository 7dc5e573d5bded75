import Foundation
import Testing

@testable import Tensors

struct ProcessorTests {
  private let cpuinfo = """
    processor\t: 0
    model name\t: A CPU with avx512f in its name
    flags\t\t: fpu vme sse4_2 fma avx2 avx512bw
    bugs\t\t: spectre_v1 avx512vl
    """

  @Test(
    arguments: [
      ([], []), (["avx2", "fma"], []), (["fpu"], []), (["avx512bw"], []), (["avx2", "avx512f"], ["avx512f"]),
      (["avx512vl", "avx", "fma"], ["avx512vl", "avx"]),
    ] as [([String], [String])])
  func featuresThatAreNotAWordOfTheFlagsAreMissing(needed: [String], missing: [String]) {
    #expect(Processor.missing(needed, in: cpuinfo) == missing)
  }

  @Test(arguments: ["", "processor\t: 0\nFeatures\t: fp asimd\n"])
  func nothingIsMissingIfNoFlagsAreListed(text: String) {
    #expect(Processor.missing(["avx2"], in: text) == [])
  }

  @Test func thisMachineHasTheFeaturesTheBuildRequires() throws {
    let text = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)
    #expect(Processor.missing(Processor.builtFor, in: text ?? "") == [])
  }
}
