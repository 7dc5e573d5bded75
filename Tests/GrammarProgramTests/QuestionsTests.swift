import Foundation
import Testing

private func lines(_ name: String) throws -> [String] {
  try String(contentsOf: data(name), encoding: .utf8).split(separator: "\n").map(String.init)
}

/// How often each word occurs in the generated text.
private func counts() throws -> [String: Int] {
  let text = try String(contentsOf: data("generated.txt"), encoding: .utf8).lowercased()
  return Dictionary(text.split { !$0.isLetter && !$0.isNumber }.map { (String($0), 1) }, uniquingKeysWith: +)
}

@Test func wordsOfAnalogiesAndPairsAreFrequentInTheText() throws {
  let counts = try counts()
  let words =
    try lines("analogies.txt").filter { !$0.hasPrefix(":") }.flatMap { $0.split(separator: " ") }
    + lines("word-pairs.tsv").filter { !$0.hasPrefix("#") }.flatMap { $0.split(separator: "\t").prefix(2) }
  for word in Set(words) { #expect((counts[String(word)] ?? 0) >= 10, "\(word): \(counts[String(word)] ?? 0)") }
}

@Test func analogiesAreSectionsOfFourWords() throws {
  var sections: [(name: String, questions: [[Substring]])] = []
  for line in try lines("analogies.txt") {
    if line.hasPrefix(": ") {
      sections.append((String(line.dropFirst(2)), []))
    } else {
      sections[sections.count - 1].questions.append(line.split(separator: " "))
    }
  }
  #expect(sections.count == 8 && sections.reduce(0) { $0 + $1.questions.count } == 326)
  for (name, questions) in sections {
    #expect(questions.allSatisfy { $0.count == 4 && Set($0).count == 4 } && Set(questions).count == questions.count)
    // Each word has one partner throughout its section.
    let partners = Dictionary(grouping: questions.flatMap { [$0[0...1], $0[2...3]] }) { $0.first! }
    #expect(partners.values.allSatisfy { Set($0).count == 1 }, "\(name)")
  }
}

@Test func everyPairHasAScoreAndOccursOnce() throws {
  let rows = try lines("word-pairs.tsv").filter { !$0.hasPrefix("#") }.map { $0.split(separator: "\t") }
  #expect(rows.count >= 100 && rows.allSatisfy { $0.count == 3 && (0...10).contains(Double($0[2]) ?? -1) })
  #expect(Set(rows.map { Set($0.prefix(2)) }).count == rows.count)
}
