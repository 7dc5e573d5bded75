import Foundation

/// Returns this machine in a few words: the CPU's name and the number of its cores.
public func machineName() -> String {
  "\(processorName()), \(Formats.count(ProcessInfo.processInfo.activeProcessorCount, "core"))"
}

/// Returns the CPU's name as the system reports it: "unknown CPU" if it does not.
public func processorName() -> String {
  #if canImport(Darwin)
    var size = 0
    guard sysctlbyname("machdep.cpu.brand_string", nil, &size, nil, 0) == 0, size > 0 else { return "unknown CPU" }
    var name = [UInt8](repeating: 0, count: size)
    guard sysctlbyname("machdep.cpu.brand_string", &name, &size, nil, 0) == 0 else { return "unknown CPU" }
    return String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
  #else
    return processorName(inCPUInfo: (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "")
  #endif
}

/// Returns the CPU's name from the text of Linux's `/proc/cpuinfo`.
///
/// On ARM there is mostly no name, only the numbers of the designer and of the core, as in the processor's register
/// MIDR_EL1. The names of the designs are ARM's and Apple's own.
///
///     processorName(inCPUInfo: "CPU implementer\t: 0x41\nCPU part\t: 0xd0c\n")    // "ARM Neoverse-N1"
func processorName(inCPUInfo text: String) -> String {
  func value(_ name: String) -> String? {
    for line in text.split(separator: "\n") where line.hasPrefix(name) {
      let rest = line.dropFirst(name.count).drop { $0 == "\t" || $0 == " " }
      guard rest.first == ":" else { continue }
      let words = rest.dropFirst().trimmingCharacters(in: .whitespaces)
      if !words.isEmpty { return words }
    }
    return nil
  }
  if let name = value("model name") { return name }
  guard let designer = value("CPU implementer"), let part = value("CPU part") else {
    return value("Model") ?? value("Hardware") ?? "unknown CPU"
  }
  let name = designers[designer] ?? "CPU of designer \(designer)"
  return "\(name) \(designer == "0x41" ? armParts[part] ?? "part \(part)" : "part \(part)")"
}

/// The designers of CPUs, by their numbers.
private let designers = [
  "0x41": "ARM", "0x42": "Broadcom", "0x43": "Cavium", "0x46": "Fujitsu", "0x48": "HiSilicon", "0x4e": "NVIDIA",
  "0x50": "APM", "0x51": "Qualcomm", "0x61": "Apple", "0x6d": "Microsoft", "0xc0": "Ampere",
]

/// ARM's own designs for computers and servers.
private let armParts = [
  "0xd03": "Cortex-A53", "0xd04": "Cortex-A35", "0xd05": "Cortex-A55", "0xd07": "Cortex-A57", "0xd08": "Cortex-A72",
  "0xd09": "Cortex-A73", "0xd0a": "Cortex-A75", "0xd0b": "Cortex-A76", "0xd0c": "Neoverse-N1", "0xd0d": "Cortex-A77",
  "0xd40": "Neoverse-V1", "0xd41": "Cortex-A78", "0xd44": "Cortex-X1", "0xd46": "Cortex-A510", "0xd47": "Cortex-A710",
  "0xd48": "Cortex-X2", "0xd49": "Neoverse-N2", "0xd4d": "Cortex-A715", "0xd4e": "Cortex-X3", "0xd4f": "Neoverse-V2",
]
