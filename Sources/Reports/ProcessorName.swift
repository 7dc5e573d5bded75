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
    let lines = ((try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? "").split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("model name") }), let colon = line.firstIndex(of: ":") else {
      return "unknown CPU"
    }
    return line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
  #endif
}
