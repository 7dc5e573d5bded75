@testable import Cleaning
import Foundation
import Numerics
import Testing

struct PrivateDataTests {
  private let step = PrivateData()

  @Test(arguments: [
    "nell@example.com", "nell.harrow+ferry@mail.example.co.uk", "x_1%y-z@a-b.example", "NELL@EXAMPLE.COM",
  ])
  func addressesAreMasked(address: String) {
    for (before, after) in [("", ""), ("to ", " now"), ("<", ">"), ("mailto:", "."), ("(", "),"), ("é", "é")] {
      #expect(cleaned(step, before + address + after) == before + "<email>" + after)
    }
  }

  @Test(arguments: [
    "a @ b", "nell@home", "@nell", "nell@", "x@y.z", "5 apples @ 1.50 each", "a@@b", "@", "nell@.com", "--@example.com",
  ])
  func whatIsNoAddressStays(text: String) { #expect(verdict(step, text) == .unchanged) }

  @Test(arguments: [
    "555-0123", "555-555-0123", "(555) 555-0123", "(555)555-0123", "1-555-555-0123", "555.555.0123", "555 555 0123",
    "+1 555 555 0123", "+15555550123", "+49 30 123456", "+44 (0)20 7946 0958", "020 7946 0958", "01 23 45 67 89",
    "01.23.45.67.89", "0171/2345678", "(030) 123456", "0049 30 123456",
  ])
  func telephoneNumbersAreMasked(number: String) {
    for (before, after) in [("", ""), ("call ", " now"), ("Tel.:", "."), ("\u{A0}", ","), ("(", ")"), ("„", "“")] {
      #expect(cleaned(step, before + number + after) == before + "<phone>" + after)
    }
  }

  @Test(arguments: [
    "1998-2004", "2003-08-14", "01.02.2003", "1/2/2003", "01/02/2003 10:30", "3.14159265", "0.123456789", "1,234,567",
    "1 234 567", "12345678", "978-3-16-148410-0", "12:30-14:00", "page 12-34", "$555-0123", "A555-0123", "555-0123x",
    "4.15", "v1.2.3.4", "192.168.0.1", "1234-5678", "100 200 300 400", "/555-0123", "20-30 %", "x-555-0123", "+5", "()",
    "(", "+", "1000-1234", "in 1998 2000 2002", "7", "",
  ])
  func otherNumbersStay(text: String) { #expect(verdict(step, text) == .unchanged, "\(text)") }

  @Test func neighborsAreMaskedApart() {
    #expect(cleaned(step, "555-0123 555-0144 a@example.com") == "<phone> <phone> <email>")
    #expect(cleaned(step, "555-0123, (555) 555-0144; +49 30 123456") == "<phone>, <phone>; <phone>")
  }

  @Test(arguments: [
    "4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "3782 822463 10005", "6011000990139424",
  ])
  func cardsAreMasked(number: String) {
    #expect(cleaned(step, "card \(number), valid") == "card <card>, valid")
    #expect(cleaned(step, "\(number) 12/27") == "<card> 12/27")
  }

  @Test(arguments: [
    // The check digit is wrong, the groups are odd, or it is too short or too long.
    "4111111111111112", "4111 1111 1111 1112", "41 11 11 11 11 11 11 11", "4111 1111-1111 1111", "411111111111",
    "41111111111111111111", "9999999999999995", "2222222222222222",
  ])
  func otherLongNumbersStay(text: String) { #expect(verdict(step, text) == .unchanged) }

  /// Each single wrong digit, and each swap of neighbors except 0 and 9, breaks the check.
  @Test func luhnFindsWrongDigits() {
    let digits = Array("4539578763621486".utf8)
    #expect(CardNumber.passesLuhn(digits))
    for place in digits.indices {
      for digit in UInt8(ascii: "0")...UInt8(ascii: "9") where digit != digits[place] {
        var wrong = digits
        wrong[place] = digit
        #expect(!CardNumber.passesLuhn(wrong))
      }
    }
  }

  @Test func findingsAreInOrder() {
    #expect(
      verdict(step, "a@example.com or 555-0123")
        == .changed(to: "<email> or <phone>", findings: ["a@example.com", "555-0123"]))
  }

  @Test func randomTextsNeverTrapAndAreCleanAfterOnePass() {
    var generator = RandomGenerator(seed: 5)
    let letters = Array("01234567890123+-(). /@a.com\u{A0}é ".unicodeScalars)
    var changed = 0
    for _ in 0..<20_000 {
      let length = Int(generator.next() % 200)
      let text = String(
        String.UnicodeScalarView((0..<length).map { _ in letters[Int(generator.next() % UInt64(letters.count))] }))
      guard case .changed(let result, _) = verdict(step, text) else { continue }
      changed += 1
      #expect(verdict(step, result) == .unchanged, "\(text.debugDescription) -> \(result.debugDescription)")
    }
    #expect(changed > 400)
  }
}
