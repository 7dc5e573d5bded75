import Foundation
import Testing

@testable import Mixtures

struct PortableFunctionsTests {
  @Test func logarithmsAndExponentialsAreExactToFifteenDigits() {
    for i in 1...2000 {
      let x = pow(1.03, Double(i - 1000))
      #expect(abs(portableLog(x) - log(x)) <= 4e-16 * max(1, abs(log(x))))
      let y = Double(i - 1000) / 3
      #expect(abs(portableExp(y) / exp(y) - 1) < 1e-13)
    }
    #expect(portableLog(1) == 0 && portableExp(0) == 1)
  }

  @Test func squashingUndoesStretching() {
    let table = LogOdds.shared
    table.squashed.withUnsafeBufferPointer { squashed in
      for (i, x) in table.stretched.enumerated() {
        let p = (Float(i) + 0.5) / 4096
        #expect(abs(squash(x, squashed.baseAddress!) / p - 1) < 1e-4, "\(p)")
      }
      #expect(squash(100, squashed.baseAddress!) < 1 && squash(-100, squashed.baseAddress!) > 0)
    }
  }
}
