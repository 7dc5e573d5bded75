import Foundation
import Testing
import TestSupport

/// A question in many courses: 1,000 words in, 300 hidden units, 1,000 words out.
@Test func theNetworkOfTheQuestionHas601300Parameters() throws {
  let program = try programWithVectors()
  defer { program.remove() }
  let result = try program("parameters")
  #expect(result.status == 0 && result.errors.isEmpty)
  for line in [
    "hidden.bias            300                 300", "total                                  601,300", "600,000",
  ] {
    #expect(result.output.contains(line), "\(line) is not in: \(result.output)")
  }
  #expect(result.output.contains("1,300 fewer parameters"))
  let answer = try object(program.run("parameters --vocabulary 7 --embedding 3 --json".words).output)
  #expect((answer["plain"] as? [String: Any])?["parameters"] as? Int == 7 * 3 + 3 + 3 * 7 + 7)
  #expect((answer["word2vec"] as? [String: Any])?["parameters"] as? Int == 42)
}
