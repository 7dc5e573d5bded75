import Foundation
import Kernels
import Reports

/// The CPU, the instruction set that the program was built for, and the measured peak speeds.
struct Machine: Encodable {
  /// The peak speeds for one number of threads.
  struct Peak: Encodable {
    let threads: Int
    let gflops: Double
    /// Reading from a cache: 256 KB per thread.
    let cacheGBPerSecond: Double
    /// Reading from memory: 256 MB in total.
    let memoryGBPerSecond: Double
  }

  let cpu: String
  let cores: Int
  let instructions: String
  let build: String
  let peaks: [Peak]

  static func measured(threadCounts: [Int]) -> Machine {
    Machine(
      cpu: processorName(), cores: Threads.available, instructions: instructions, build: build,
      peaks: threadCounts.map { threads in
        Peak(
          threads: threads, gflops: peakSpeed(threads: threads) * 1e-9,
          cacheGBPerSecond: readSpeed(bytes: threads << 18, threads: threads) * 1e-9,
          memoryGBPerSecond: readSpeed(bytes: 1 << 28, threads: threads) * 1e-9)
      })
  }

  /// The instruction set that the kernels were compiled for.
  private static var instructions: String {
    #if KINDLING_AVX512
      "AVX-512, FMA"
    #elseif KINDLING_AVX2
      "AVX2, FMA"
    #elseif arch(arm64)
      "NEON, FMA"
    #else
      "portable"
    #endif
  }

  private static var build: String {
    #if DEBUG
      "debug"
    #else
      "release"
    #endif
  }
}

extension Machine: CustomStringConvertible {
  var description: String {
    var table = TextTable([
      .left("threads"), .right("arithmetic"), .right("reading from cache"), .right("from memory"),
    ])
    for peak in peaks {
      table.append([
        "\(peak.threads)", "\(Formats.significant(peak.gflops, digits: 3)) GFLOP/s",
        "\(Formats.significant(peak.cacheGBPerSecond, digits: 3)) GB/s",
        "\(Formats.significant(peak.memoryGBPerSecond, digits: 3)) GB/s",
      ])
    }
    return "\(cpu), \(cores) \(cores == 1 ? "core" : "cores"); built for \(instructions), \(build)\n\n\(table)"
  }
}
