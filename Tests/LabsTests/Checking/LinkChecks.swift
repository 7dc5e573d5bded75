import Foundation

/// Checks that the links of a lab lead somewhere and that the symbols and files it names exist.
struct LinkChecks {
  let lab: Lab

  /// All faults.
  var faults: [Fault] { lab.links.flatMap(faults) + lab.codeSpans.compactMap { pathFault($0.text, line: $0.line) } }

  private func faults(_ link: Link) -> [Fault] {
    let parts = link.target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let path = parts[0], anchor = parts.count > 1 ? parts[1] : nil
    if path.hasPrefix("https://") { return [] }
    if path.contains("://") || path.hasPrefix("/") {
      return [lab.fault(link.line, "a link must be a relative path or begin with https://, not \(link.target)")]
    }
    let file = path.isEmpty ? Clone.labs.appendingPathComponent(lab.name) : Clone.labs.appendingPathComponent(path)
    guard path.isEmpty || FileManager.default.fileExists(atPath: file.path) else {
      return [lab.fault(link.line, "no such file: \(link.target)")]
    }
    return [anchor.flatMap { anchorFault($0, in: file, link) }, symbolFault(link, in: file)].compactMap { $0 }
  }

  /// An anchor must be a heading of a Markdown file; line numbers of sources would be wrong after the next change.
  private func anchorFault(_ anchor: String, in file: URL, _ link: Link) -> Fault? {
    guard file.pathExtension == "md" else {
      return lab.fault(link.line, "link to a symbol, not to a line: \(link.target)")
    }
    let target =
      path(of: file) == path(of: Clone.labs.appendingPathComponent(lab.name))
      ? lab : try? Lab(contentsOf: file)
    let anchors = (target?.headings ?? []).map { Self.anchor(of: $0.text) }
    return anchors.contains(anchor)
      ? nil : lab.fault(link.line, "no heading for #\(anchor) in \(file.lastPathComponent)")
  }

  private func path(of url: URL) -> String { url.standardizedFileURL.path }

  /// The anchor that GitHub makes from a heading.
  static func anchor(of heading: String) -> String {
    String(
      heading.lowercased().compactMap { $0 == " " ? "-" : $0.isLetter || $0.isNumber || "-_".contains($0) ? $0 : nil })
  }

  /// Code as the text of a link to a Swift file must be a symbol that the file declares or the file's own path.
  private func symbolFault(_ link: Link, in file: URL) -> Fault? {
    guard file.pathExtension == "swift", link.text.hasPrefix("`"), link.text.hasSuffix("`") else { return nil }
    let text = String(link.text.dropFirst().dropLast())
    if text.hasSuffix(".swift") {
      return path(of: file).hasSuffix("/" + text) ? nil : lab.fault(link.line, "\(text) is not where the link leads")
    }
    let source = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    if Self.declares(source, symbol: text) { return nil }
    return lab.fault(link.line, "\(file.lastPathComponent) does not declare \(text)")
  }

  /// Whether a source declares a symbol, which can be written as `Tensor.backward()`, `backward(keepGraph:)` or `+`.
  static func declares(_ source: String, symbol: String) -> Bool {
    let base = symbol.prefix { $0 != "(" && $0 != "<" || symbol.first == $0 }
    let name = base.contains(where: \.isLetter) ? base.split(separator: ".").last.map(String.init) ?? "" : String(base)
    let keywords = [
      "func", "var", "let", "struct", "class", "enum", "protocol", "typealias", "case", "extension", "actor",
    ]
    for line in source.split(separator: "\n") where !line.drop(while: { $0 == " " }).hasPrefix("//") {
      let words = line.split(whereSeparator: { " (:<{,=".contains($0) && !name.contains($0) }).map(String.init)
      if name == "init", words.contains(where: { $0 == "init" || $0 == "init?" }) { return true }
      for (keyword, word) in zip(words, words.dropFirst()) where keywords.contains(keyword) && word == name {
        return true
      }
    }
    return false
  }

  /// Text that looks like a path in the project must be one.
  private func pathFault(_ text: String, line: Int) -> Fault? {
    let roots = ["Sources/", "Examples/", "Tests/", "data/", "notebooks-md/"]
    guard roots.contains(where: text.hasPrefix), !text.contains(where: { " *<…".contains($0) }) else { return nil }
    let exists = FileManager.default.fileExists(atPath: Clone.root.appendingPathComponent(text).path)
    return exists ? nil : lab.fault(line, "no such file: \(text)")
  }
}
