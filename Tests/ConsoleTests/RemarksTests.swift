import Foundation
import Testing

@testable import Console

/// A standard error and a clock that the test controls.
private final class FakeTerminal {
  var written = ""
  var time: TimeInterval = 5

  func remarks(quiet: Bool = false, isInteractive: Bool = true, width: Int = 100) -> Remarks {
    Remarks(
      quiet: quiet, isInteractive: isInteractive, width: { width }, now: { self.time },
      write: { self.written += $0 })
  }
}

@Test func onATerminalTheProgressLineIsRewrittenInPlaceAndRemoved() {
  let terminal = FakeTerminal()
  let remarks = terminal.remarks()
  remarks.update("step 1")
  #expect(terminal.written == "\rstep 1\u{1B}[K")
  remarks.finish()
  #expect(terminal.written == "\rstep 1\u{1B}[K\r\u{1B}[K")
  remarks.finish()
  #expect(terminal.written == "\rstep 1\u{1B}[K\r\u{1B}[K")
}

@Test func theProgressLineIsRewrittenAtMostTenTimesPerSecond() {
  let terminal = FakeTerminal()
  let remarks = terminal.remarks()
  var made = 0
  func line() -> String {
    made += 1
    return "\(made)"
  }
  for millisecond in 0..<1000 {
    terminal.time = 5 + Double(millisecond) / 1000
    remarks.update(line())
  }
  #expect((9...10).contains(made))
  #expect(terminal.written.split(separator: "\r").count == made)
}

@Test func aRemarkIsPrintedAboveTheProgressLine() {
  let terminal = FakeTerminal()
  let remarks = terminal.remarks()
  remarks.update("step 1")
  terminal.written = ""
  remarks.say("saved")
  #expect(terminal.written == "\r\u{1B}[Ksaved\n")
}

@Test func aProgressLineCanFitTheTerminal() {
  let terminal = FakeTerminal()
  var width = 12
  let remarks = Remarks(
    quiet: false, isInteractive: true, width: { width }, now: { terminal.time }, write: { terminal.written += $0 })
  remarks.update(fitting: { String(repeating: "=", count: $0) })
  #expect(terminal.written == "\r===========\u{1B}[K")
  // The window may have become smaller.
  (width, terminal.time, terminal.written) = (4, 6, "")
  remarks.update(fitting: { String(repeating: "=", count: $0) })
  #expect(terminal.written == "\r===\u{1B}[K")
  let quiet = terminal.remarks(quiet: true)
  quiet.update(fitting: { _ in
    Issue.record("a quiet program makes no line")
    return ""
  })
}

@Test func theProgressLineNeverWraps() {
  let terminal = FakeTerminal()
  let remarks = terminal.remarks(width: 5)
  remarks.update("123456789")
  #expect(terminal.written == "\r1234\u{1B}[K")
}

@Test func withoutATerminalOnlyWholeLinesArePrinted() {
  let terminal = FakeTerminal()
  let remarks = terminal.remarks(isInteractive: false)
  remarks.update("step 1")
  remarks.say("saved")
  remarks.finish()
  #expect(terminal.written == "saved\n")
}

@Test func quietRemarksPrintNothing() {
  let terminal = FakeTerminal()
  let remarks = terminal.remarks(quiet: true)
  remarks.update("step 1")
  remarks.say("saved")
  remarks.finish()
  #expect(terminal.written == "")
}

@Test func theProgressLineIsRemovedWhenTheRemarksAreReleased() {
  let terminal = FakeTerminal()
  var remarks: Remarks? = terminal.remarks()
  remarks?.update("step 1")
  remarks = nil
  #expect(terminal.written == "\rstep 1\u{1B}[K\r\u{1B}[K")
}
