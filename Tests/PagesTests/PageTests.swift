import Foundation
import Pages
import TestSupport
import Testing

struct PageTests {
  /// Texts that would do something if they were not escaped.
  private static let hostile = "<script>document.title = 'taken'</script></script><!-- & \" \u{0}"

  @Test func textOfUsersIsEscaped() {
    #expect(
      Markup.element("p", [("title", "a\"b")], words: "1 < 2 & 3\u{0}")
        == "<p title=\"a&quot;b\">1 &lt; 2 &amp; 3\u{FFFD}</p>")
  }

  @Test func anUnknownAssetIsAProblem() throws {
    let page = Page(title: "", body: "", scripts: ["none.js"])
    #expect(try problem(.software) { _ = try page.html() }.message.contains("none.js"))
  }

  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func hostileTextDoesNothing() throws {
    var page = Page(title: Self.hostile, body: Markup.element("p", [("id", "words")], words: Self.hostile))
    try page.embed([Self.hostile], as: "data")
    let view = try Browser.open(
      html: page.html(),
      script: """
        const words = JSON.parse(document.getElementById("data").textContent)[0];
        document.body.append("data: " + (words.endsWith("\\u0000") && words.length));
        """)
    #expect(view.complaints == [])
    #expect(view.document.contains("data: \(Self.hostile.utf16.count)"))
    #expect(!view.document.contains("<title>taken"))
  }

  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func thePageCannotReachTheNetwork() throws {
    let page = try Page(title: "a", body: "").html()
    let view = try Browser.open(html: page, script: "fetch('https://example.com').catch(() => 0)")
    #expect(view.complaints.contains { $0.contains("Content Security Policy") })
  }

  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func aServedPageRunsItsOwnScriptsOnly() throws {
    let said = "document.body.append('said: ' + 1 + 1)"
    var page = Page(title: "a", body: "<script nonce=\"word\">addEventListener('load', () => { \(said) })</script>")
    page.nonce = "word"
    #expect(page.policy.contains("connect-src 'self'") && !page.policy.contains("unsafe"))
    let view = try Browser.open(html: page.html(), script: "document.body.append('taken: ' + 1 + 1)")
    #expect(view.document.contains("said: 11") && !view.document.contains("taken: 11"))
    #expect(view.complaints.count == 1 && view.complaints[0].contains("Content Security Policy"))
  }
}
