import Foundation

/// A browser without a window, in which the tests open the pages: Debian's `chromium`.
///
///     try #require(Browser.isInstalled)  // or `.enabled(if: Browser.isInstalled, "...")`
///     let view = try Browser.open(url, script: "document.querySelector('button').click()")
///     #expect(view.complaints == [])
public enum Browser {
  /// What the browser makes of a page.
  public struct View {
    /// The page's elements after its scripts have run, as HTML.
    public let document: String
    /// All that the console shows: errors, warnings, and what a script logs.
    public let complaints: [String]
  }

  /// The path of the browser, if there is one.
  public static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map(String.init)
    let names = ["chromium", "chromium-browser", "google-chrome"]
    return names.lazy.flatMap { name in folders.map { "\($0)/\(name)" } }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  /// Whether there is a browser.
  public static var isInstalled: Bool { path != nil }

  /// Opens the file of a page and returns what the page has become.
  ///
  /// - Parameters:
  ///   - script: JavaScript that runs after the page's own, as the hand of a user would: it clicks and types.
  ///   - arguments: further arguments for the browser, such as `--window-size=390,844`.
  public static func open(_ page: URL, script: String? = nil, arguments: [String] = []) throws -> View {
    let html = String(decoding: try Data(contentsOf: page), as: UTF8.self)
    return try open(html: html, script: script, arguments: arguments)
  }

  /// Opens a page and returns what it has become.
  public static func open(html: String, script: String? = nil, arguments: [String] = []) throws -> View {
    try view(html, script: script, arguments)
  }

  /// Opens a page that a server serves, such as `http://127.0.0.1:8080/`, and returns what it has become.
  public static func open(address: String, arguments: [String] = []) throws -> View {
    try view(address: address, arguments)
  }

  private static func view(
    _ html: String = "", script: String? = nil, address: String? = nil, _ arguments: [String]
  ) throws -> View {
    let result = try run(html, script: script, address: address, ["--dump-dom"] + arguments)
    let complaints = result.errors.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init)
    return View(document: result.output, complaints: complaints)
  }

  /// Writes a picture of a page, as PNG.
  public static func draw(html: String, script: String? = nil, to picture: URL, arguments: [String] = []) throws {
    _ = try run(html, script: script, ["--screenshot=\(picture.path)"] + arguments)
  }

  /// Writes a picture of a page that a server serves.
  public static func draw(address: String, to picture: URL, arguments: [String] = []) throws {
    _ = try run(address: address, ["--screenshot=\(picture.path)"] + arguments)
  }

  /// Runs the browser with an address, or with a file that holds a page and a script.
  private static func run(
    _ html: String = "", script: String? = nil, address: String? = nil, _ arguments: [String]
  ) throws -> (output: String, errors: String) {
    guard let path else { throw CocoaError(.fileNoSuchFile) }
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("kindling-browser-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: folder) }
    let page = folder.appendingPathComponent("page.html")
    try Data((html + (script.map { "\n<script>\n\($0)\n</script>\n" } ?? "")).utf8).write(to: page)
    let (output, errors) = (folder.appendingPathComponent("out"), folder.appendingPathComponent("err"))
    for url in [output, errors] { try Data().write(to: url) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    // In a container the browser cannot build a sandbox of its own; the pages are ours.
    process.arguments =
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
        "--enable-logging=stderr", "--user-data-dir=\(folder.appendingPathComponent("profile").path)",
        "--no-first-run", "--virtual-time-budget=10000",
      ] + arguments + [address ?? page.absoluteString]
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (
      String(decoding: try Data(contentsOf: output), as: UTF8.self),
      String(decoding: try Data(contentsOf: errors), as: UTF8.self)
    )
  }
}
