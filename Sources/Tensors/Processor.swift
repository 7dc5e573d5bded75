import Foundation

/// Checks that this machine's CPU has the features that the binary was built for.
///
/// The kernels are compiled for the CPU of the machine that built them; on another one they could crash with an illegal
/// instruction. This file is compiled for any CPU, and the check runs before the first tensor gets its memory.
enum Processor {
  /// The features that the kernels were compiled for, as named in Linux's `/proc/cpuinfo`; empty in a portable build.
  static var builtFor: [String] {
    #if KINDLING_AVX512
      avx2Level + ["avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"]
    #elseif KINDLING_AVX2
      avx2Level
    #else
      []
    #endif
  }

  private static let avx2Level = ["avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"]

  /// The features among `needed` that a `/proc/cpuinfo` text does not list; empty if the text lists no flags.
  static func missing(_ needed: [String], in cpuinfo: String) -> [String] {
    guard let flags = cpuinfo.split(separator: "\n").first(where: { $0.hasPrefix("flags") }) else { return [] }
    let present = Set(flags.split(separator: " "))
    return needed.filter { !present.contains(Substring($0)) }
  }

  /// Ends the program with a message if a feature is missing; checks only once.
  static let requireBuildFeatures: Void = {
    guard let cpuinfo = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8) else { return }
    let lacking = missing(builtFor, in: cpuinfo)
    guard !lacking.isEmpty else { return }
    let message = """
      this program was built for a CPU with \(lacking.joined(separator: ", ")), which this CPU lacks
      Build it on this machine, or with KINDLING_PORTABLE=1 swift build.

      """
    FileHandle.standardError.write(Data(message.utf8))
    exit(70)
  }()
}
