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
  /// - Throws: `CallFailure` if the browser fails or takes minutes.
  public static func open(_ page: URL, script: String? = nil, arguments: [String] = []) throws -> View {
    let html = String(decoding: try Data(contentsOf: page), as: UTF8.self)
    return try open(html: html, script: script, arguments: arguments)
  }

  /// Opens a page and returns what it has become.
  ///
  /// - Parameter limit: the most seconds that the browser may take.
  public static func open(
    html: String, script: String? = nil, arguments: [String] = [], limit: Double = 180
  ) throws -> View {
    let result = try run(html, script: script, ["--dump-dom"] + arguments, limit: limit)
    return View(document: result.output, complaints: complaints(in: result.errors))
  }

  private static func complaints(in log: String) -> [String] {
    log.split(separator: "\n").filter { $0.contains("CONSOLE") }.map(String.init)
  }

  /// Opens a page that a server serves, such as `http://127.0.0.1:8080/`, and leaves it open until the condition holds,
  /// but at most a minute.
  ///
  /// Other pages run on a clock that jumps ahead whenever they wait. The answers of a server take real time.
  ///
  /// - Returns: all that the console has shown.
  public static func visit(_ address: String, until isDone: () -> Bool) throws -> [String] {
    guard let path else { throw CocoaError(.fileNoSuchFile) }
    return try withFolder { folder in
      let errors = folder.appendingPathComponent("err")
      try Data().write(to: errors)
      let process = Process()
      process.executableURL = URL(fileURLWithPath: path)
      process.arguments = switches(folder) + [address]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = try FileHandle(forWritingTo: errors)
      process.standardInput = FileHandle.nullDevice
      try process.run()
      let deadline = Date.now + 60
      while process.isRunning, Date.now < deadline, !isDone() { usleep(5000) }
      process.terminate()
      process.waitUntilExit()
      return complaints(in: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
    }
  }

  /// Writes a picture of a page, as PNG.
  public static func draw(html: String, script: String? = nil, to picture: URL, arguments: [String] = []) throws {
    _ = try run(html, script: script, ["--screenshot=\(picture.path)"] + arguments, limit: 180)
  }

  private static func run(
    _ html: String, script: String?, _ arguments: [String], limit: Double
  ) throws -> (output: String, errors: String) {
    guard let path else { throw CocoaError(.fileNoSuchFile) }
    return try withFolder { folder in
      let page = folder.appendingPathComponent("page.html")
      try Data((html + (script.map { "\n<script>\n\($0)\n</script>\n" } ?? "")).utf8).write(to: page)
      return try call(
        path, switches(folder) + ["--virtual-time-budget=10000"] + arguments + [page.absoluteString], within: limit)
    }
  }

  /// In a container the browser cannot build a sandbox of its own; the pages are ours.
  private static func switches(_ folder: URL) -> [String] {
    [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars",
      "--enable-logging=stderr", "--user-data-dir=\(folder.appendingPathComponent("profile").path)", "--no-first-run",
    ]
  }

  /// Calls the body with a folder that is removed afterward.
  private static func withFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appendingPathComponent("kindling-browser-\(UUID().uuidString)")
    try files.createDirectory(at: folder, withIntermediateDirectories: true)
    defer {
      // Helpers of a browser that was ended may write for a moment longer.
      for _ in 0..<40 {
        try? files.removeItem(at: folder)
        if !files.fileExists(atPath: folder.path) { break }
        usleep(50_000)
      }
    }
    return try body(folder)
  }
}
