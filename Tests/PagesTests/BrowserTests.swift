import Foundation
import TestSupport
import Testing

/// The tests' own browser: what goes wrong with it must not look like a page without faults.
struct BrowserTests {
  @Test func aProgramThatTakesTooLongIsKilled() throws {
    let start = ContinuousClock.now
    let failure = try #require(throws: CallFailure.self) {
      _ = try call("/bin/sh", ["-c", "exec sleep 60"], within: 0.1)
    }
    #expect(failure.description.contains("took longer"))
    #expect(ContinuousClock.now - start < .seconds(30))
  }

  @Test func aProgramThatFailsIsAFailure() throws {
    let failure = try #require(throws: CallFailure.self) {
      _ = try call("/bin/sh", ["-c", "echo said; echo broken >&2; exit 3"], within: 60)
    }
    #expect(failure.description.contains("status 3") && failure.description.contains("broken"))
    #expect(try call("/bin/sh", ["-c", "echo said"], within: 60).output == "said\n")
  }

  @Test(.enabled(if: Browser.isInstalled, "no browser is installed")) func aPageThatNeverEndsIsAFailure() {
    #expect(throws: CallFailure.self) { try Browser.open(html: "<p>a</p>", script: "for (;;) {}", limit: 5) }
  }
}
