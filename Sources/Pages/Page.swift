import Files
import Foundation

/// A web page that is complete in one file: it loads nothing, from the network or from the disk.
///
/// Its parts are an HTML body, style sheets and scripts from the room's assets, and data for the scripts. The page
/// forbids its own scripts all access to the network, so what it shows stays on the machine. A page with a ``nonce`` may
/// ask its own server, and nobody else.
///
///     var page = Page(title: "Run a", body: Markup.element("h1", words: "Run a"))
///     page.scripts = ["curves.js"]
///     try page.embed(["steps": 100], as: "run")
///     let html = try page.html()
///
/// A script reads the data with `JSON.parse(document.getElementById("run").textContent)`.
public struct Page {
  /// The title; it is escaped.
  public var title: String
  /// The HTML inside of `<main>`. Whoever writes it escapes what comes from users.
  public var body: String
  /// The style sheets of ``Assets``, in order. All pages begin with `theme.css`.
  public var styles: [String]
  /// The scripts of ``Assets``, in order. They run after the body has been read.
  public var scripts: [String]
  /// For a page that a program serves: a word that nobody can guess, new each time. Only scripts and style sheets that
  /// carry it count, and they may ask the server that the page came from. nil for a page in a file.
  public var nonce: String?
  private var data: [(name: String, json: String)] = []

  /// Creates a page with a title and a body.
  public init(title: String, body: String, styles: [String] = ["theme.css"], scripts: [String] = []) {
    (self.title, self.body, self.styles, self.scripts) = (title, body, styles, scripts)
  }

  /// Adds a value that the scripts can read, as the JSON text of an element with this name as its `id`.
  ///
  /// - Throws: `EncodingError` for a number that JSON cannot express.
  public mutating func embed(_ value: some Encodable, as name: String) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    embed(json: String(decoding: try encoder.encode(value), as: UTF8.self), as: name)
  }

  /// Adds a JSON text that the scripts can read.
  public mutating func embed(json: String, as name: String) {
    // Inside of a script element, "</script" would end it and "<!--" would change how the rest is read.
    data.append((name, json.replacing("<", with: "\\u003C")))
  }

  /// Returns the whole page.
  ///
  /// - Throws: `Problem` if an asset cannot be read.
  public func html() throws -> String {
    let pass = nonce.map { " nonce=\"\(Markup.escaped($0))\"" } ?? ""
    let styles = try styles.map { "<style\(pass)>\n\(try Assets.text($0))</style>" }
    let data = data.map {
      "<script type=\"application/json\" id=\"\(Markup.escaped($0.name))\">\($0.json)</script>"
    }
    let scripts = try scripts.map { "<script\(pass)>\n\(try Assets.text($0))</script>" }
    let head = [
      "<!DOCTYPE html>", "<html lang=\"en\">", "<head>", "<meta charset=\"utf-8\">",
      "<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">",
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">",
      "<meta name=\"color-scheme\" content=\"light dark\">", "<title>\(Markup.escaped(title))</title>",
    ]
    // Otherwise a browser asks the server for an icon.
    let icon = nonce == nil ? [] : ["<link rel=\"icon\" href=\"data:,\">"]
    let lines =
      head + icon + styles + ["</head>", "<body>", "<main>", body, "</main>"] + data + scripts + [
        "</body>", "</html>", "",
      ]
    return lines.joined(separator: "\n")
  }

  /// What the page may load and do, as the value of a `Content-Security-Policy`: nothing but what is in it and, if it is
  /// served, requests to its own server.
  public var policy: String {
    guard let nonce else {
      return "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    }
    let own = "'nonce-\(nonce)'"
    return "default-src 'none'; style-src \(own); script-src \(own); connect-src 'self'; img-src data:; "
      + "base-uri 'none'; form-action 'none'"
  }
}
