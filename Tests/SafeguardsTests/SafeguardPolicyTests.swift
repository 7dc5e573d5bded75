import Files
import TestSupport
import Testing

@testable import Safeguards

struct SafeguardPolicyTests {
  @Test func aPolicyIsReadBack() throws {
    try withTemporaryFolder { folder in
      var policy = SafeguardPolicy.usual
      policy.threshold = 0.7
      policy.output = [.words, .gibberish]
      try policy.save(to: folder + "/policy.json")
      #expect(try SafeguardPolicy(contentsOf: folder + "/policy.json") == policy)
    }
  }

  @Test func theUsualPolicyIsThatOfTheConversations() {
    #expect(SafeguardPolicy.usual.mistake == nil && SafeguardPolicy.usual.subjects.count == 8)
  }

  private static func policy(_ changes: [String: String]) -> String {
    let usual = [
      "declined": "\"No.\"", "gibberish_limit": "6", "input": "[\"words\"]", "output": "[]", "subjects": "{}",
      "threshold": "0.5",
    ]
    let fields = usual.merging(changes) { $1 }.filter { !$0.value.isEmpty }
    return "{" + fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }.joined(separator: ", ") + "}"
  }

  @Test func theSmallestPolicyIsAccepted() throws {
    try withFile(Self.policy([:]).utf8) { path in
      let policy = try SafeguardPolicy(contentsOf: path)
      #expect(policy.input == [.words])
    }
  }

  @Test(arguments: [
    (["threshold": "0"], "threshold"), (["threshold": "1"], "threshold"), (["gibberish_limit": "-1"], "gibberish"),
    (["declined": "\" \""], "declined"), (["input": "[\"words\", \"words\"]"], "twice"),
    (["input": "[\"magic\"]"], "policy"), (["subjects": "{\"a\": [\"?\"]}"], "without words"),
    (["declined": ""], "policy"),
  ])
  func mistakesAreRefused(changes: [String: String], word: String) throws {
    try withFile(Self.policy(changes).utf8) { path in
      let found = try problem(.badData) { _ = try SafeguardPolicy(contentsOf: path) }
      #expect(found.message.hasPrefix(path) && found.message.contains(word), "\(found.message)")
    }
  }
}
