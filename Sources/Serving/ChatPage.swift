import Pages

/// The page to chat with the stages of a run: a form, and the answers of the stages side by side. Its scripts are in
/// `Pages/Assets/chat`.
struct ChatPage: Sendable {
  let title: String
  let stages: [ChatStage]

  /// The scripts in the order in which they need one another.
  private static let scripts = [
    "elements", "chat/stream", "chat/settings", "chat/log", "chat/talks", "chat/chat",
  ]

  /// Returns the page as it is served once: its HTML and its policy.
  ///
  /// - Throws: `Problem` of kind `software` if a part of the page is missing from the build.
  func served() throws -> Page {
    var random = SystemRandomNumberGenerator()
    let body = [
      Markup.element("h1", words: title), "<div id=\"chat\"><p>This page needs JavaScript.</p></div>",
    ]
    var page = Page(title: title, body: body.joined(separator: "\n"))
    page.nonce = (0..<2).map { _ in String(random.next(), radix: 36) }.joined()
    page.styles.append("chat/chat.css")
    page.scripts = Self.scripts.map { "\($0).js" }
    try page.embed(stages, as: "stages")
    return page
  }
}
