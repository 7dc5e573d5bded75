import Foundation
import Testing

@testable import Console

/// A standard error and a clock that the test holds in its hands.
private final class Desk {
  var written = ""
  var time: TimeInterval = 5

  func remarks(quiet: Bool = false, isInteractive: Bool = true, width: Int = 100) -> Remarks {
    Remarks(
      quiet: quiet, isInteractive: isInteractive, width: { width }, now: { self.time },
      write: { self.written += $0 })
  }
}

@Test func onATerminalTheLineIsRewrittenInPlaceAndTakenAway() {
  let desk = Desk()
  let remarks = desk.remarks()
  remarks.update("step 1")
  #expect(desk.written == "\rstep 1\u{1B}[K")
  remarks.finish()
  #expect(desk.written == "\rstep 1\u{1B}[K\r\u{1B}[K")
  remarks.finish()
  #expect(desk.written == "\rstep 1\u{1B}[K\r\u{1B}[K")
}

@Test func theLineIsRewrittenAtMostTenTimesASecond() {
  let desk = Desk()
  let remarks = desk.remarks()
  var made = 0
  func line() -> String {
    made += 1
    return "\(made)"
  }
  for millisecond in 0..<1000 {
    desk.time = 5 + Double(millisecond) / 1000
    remarks.update(line())
  }
  #expect((9...10).contains(made))
  #expect(desk.written.split(separator: "\r").count == made)
}

@Test func aRemarkStandsAboveTheLineInProgress() {
  let desk = Desk()
  let remarks = desk.remarks()
  remarks.update("step 1")
  desk.written = ""
  remarks.say("saved")
  #expect(desk.written == "\r\u{1B}[Ksaved\n")
}

@Test func aLineInProgressNeverWraps() {
  let desk = Desk()
  let remarks = desk.remarks(width: 5)
  remarks.update("123456789")
  #expect(desk.written == "\r1234\u{1B}[K")
}

@Test func withoutATerminalOnlyWholeLinesArePrinted() {
  let desk = Desk()
  let remarks = desk.remarks(isInteractive: false)
  remarks.update("step 1")
  remarks.say("saved")
  remarks.finish()
  #expect(desk.written == "saved\n")
}

@Test func quietPrintsNothingAtAll() {
  let desk = Desk()
  let remarks = desk.remarks(quiet: true)
  remarks.update("step 1")
  remarks.say("saved")
  remarks.finish()
  #expect(desk.written == "")
}

@Test func theLineGoesWhenTheRemarksAreReleased() {
  let desk = Desk()
  var remarks: Remarks? = desk.remarks()
  remarks?.update("step 1")
  remarks = nil
  #expect(desk.written == "\rstep 1\u{1B}[K\r\u{1B}[K")
}
