import Testing

@testable import Mixtures

/// The codes of some characters.
func codes(_ text: String) -> [[UInt8]] { text.unicodeScalars.map { Array(String($0).utf8) } }

struct CodeTreeTests {
  @Test(arguments: ["ab", "\nab", "the quick brown fx", "aé夜👩", "a", "\u{0}\u{7F}\u{80}\u{10FFFF}"])
  func everyTokenHasItsOwnPath(text: String) {
    let tree = CodeTree(codes: codes(String(String.UnicodeScalarView(Set(text.unicodeScalars)))))
    #expect(tree.nodeCount == tree.tokenCount - 1)
    for token in 0..<Int32(tree.tokenCount) {
      var node: Int32 = tree.nodeCount > 0 ? 0 : ~0
      for step in tree.path(of: token) {
        #expect(step >> 1 == node)
        node = tree.children[Int(step)]
        #expect(node < 0 || node > step >> 1)
      }
      #expect(node == ~token)
    }
  }

  @Test func bytesTakeEightAnswersFromTheHighestBitOn() {
    let tree = CodeTree(codes: (0...255).map { [UInt8($0)] })
    for byte in 0..<256 {
      let answers = tree.path(of: Int32(byte)).map { Int($0 & 1) }
      #expect(answers.reduce(0) { 2 * $0 + $1 } == byte && answers.count == 8)
    }
  }

  @Test func regionsAreThreeLevelsDeep() {
    let tree = CodeTree(codes: (0...255).map { [UInt8($0)] })
    for byte in 0..<256 {
      let nodes = tree.path(of: Int32(byte)).map { $0 >> 1 }
      #expect(nodes.map { tree.regions[Int($0)] } == (0..<8).map { nodes[$0 / 3 * 3] })
    }
  }
}
