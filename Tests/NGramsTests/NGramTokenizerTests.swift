import Files
import Foundation
import NGrams
import Testing

private func words(_ text: String, _ sentences: NGramTokenizer.Sentences? = nil) throws -> NGramTokenizer {
  try NGramTokenizer(text: text, level: .word, sentences: sentences)
}

@Test func wordModelsTreatEachLineAsASentence() throws {
  let tokenizer = try words("one two\ntwo  three\t\r\n")
  let v = tokenizer.vocabulary
  #expect(v.tokenCount == 3 && tokenizer.sentences == .line)
  #expect(tokenizer.encode("one two\ntwo three\n") == [v.start, 0, 1, v.end, v.start, 1, 2, v.end])
  #expect(tokenizer.encode("two four") == [v.start, 1, v.unknown, v.end])
  // An empty line is an empty sentence; the last newline does not start another one.
  #expect(tokenizer.encode("\none\n") == [v.start, v.end, v.start, 0, v.end])
  #expect(tokenizer.encode("one\n\n") == [v.start, 0, v.end, v.start, v.end])
  #expect(tokenizer.encode("") == [v.start, v.end])
  #expect(try words("one two\nthree", .text).encode("one\nthree") == [v.start, 0, 2, v.end])
}

@Test func characterModelsTreatTheTextAsOneSentence() throws {
  let tokenizer = try NGramTokenizer(text: "ab\nb", level: .character)
  let v = tokenizer.vocabulary
  #expect(v.tokenCount == 3 && tokenizer.sentences == .text)
  #expect(tokenizer.encode("b\na\n") == [v.start, 2, 0, 1, 0, v.end])
  #expect(tokenizer.encode("aé") == [v.start, 1, v.unknown, v.end])
  let lines = try NGramTokenizer(text: "ab\nb\n", level: .character, sentences: .line)
  #expect(lines.vocabulary.tokenCount == 2)
  #expect(lines.encode("b\n\na\n") == [3, 1, 4, 3, 4, 3, 0, 4])
}

@Test func aPromptLeavesItsLastSentenceOpen() throws {
  let tokenizer = try words("one two\nthree\n"), v = tokenizer.vocabulary
  #expect(tokenizer.encode(prompt: "one two\nthree") == [v.start, 2])
  #expect(tokenizer.encode(prompt: "one\n") == [v.start] && tokenizer.encode(prompt: "") == [v.start])
  let characters = try NGramTokenizer(text: "ab\nb", level: .character)
  // A prompt starts in the middle of a text; without a prompt, the model starts after a newline if it knows one.
  #expect(characters.encode(prompt: "ab") == [1, 2] && characters.encode(prompt: "") == [0])
  #expect(try NGramTokenizer(text: "ab", level: .character).encode(prompt: "") == [3])
}

@Test func textCanContainTheUnknownWordButNoOtherMarkers() throws {
  let tokenizer = try words("one <unk> two\n"), v = tokenizer.vocabulary
  #expect(tokenizer.encode("<unk> two") == [v.start, v.unknown, 1, v.end])
  for marker in ["<s>", "</s>"] {
    let problem = #expect(throws: Problem.self) { try words("one \(marker) two\n") }
    #expect(problem?.kind == .badData && problem?.message.contains(marker) == true)
  }
  #expect(throws: Problem.self) { try words(" \n\n") }
  #expect(throws: Problem.self) { try NGramTokenizer(text: "\n\n", level: .character, sentences: .line) }
}

@Test func wordsAreJoinedBySpacesAndNewlines() throws {
  let tokenizer = try words("one two\nthree\n"), v = tokenizer.vocabulary
  var text = "", previous: Int32?
  for id in [0, 1, v.end, 2, v.unknown, v.end] {
    text += tokenizer.text(of: id, after: previous)
    previous = id
  }
  #expect(text == "one two\nthree <unk>\n")
  #expect([0, v.unknown, v.start, v.end].map(tokenizer.name) == ["one", "<unk>", "<s>", "</s>"])
  let characters = try NGramTokenizer(text: "a\n", level: .character)
  #expect(characters.text(of: 0, after: 1) == "\n" && characters.name(of: 0) == "\\n")
}

@Test func manyWordsKeepTheirIDsEvenThroughAFile() throws {
  let all = (0..<5000).map { "w\($0 &* 7919 % 5000)é" }
  let tokenizer = try words(all.joined(separator: " "))
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try createFolder(folder)
  try tokenizer.save(toFolder: folder)
  let read = try NGramTokenizer(folder: folder, level: .word, sentences: .line)
  for tokenizer in [tokenizer, read] {
    #expect(tokenizer.vocabulary.tokenCount == 5000)
    #expect(tokenizer.encode(all.joined(separator: "\t")).dropFirst().dropLast().elementsEqual(0..<5000))
    #expect((0..<5000).allSatisfy { tokenizer.name(of: $0) == all[Int($0)] })
  }
  func expectProblem(_ word: String, in file: String, with text: String) throws {
    try writeFile(text, to: folder + "/" + file)
    let problem = #expect(throws: Problem.self) { try NGramTokenizer(folder: folder, level: .word, sentences: .line) }
    #expect(problem?.kind == .badData && problem?.message.contains(word) == true, "\(text)")
    #expect(problem?.message.contains(file) == true)
  }
  for (words, message) in [
    (#""a","b c""#, "entry 1"), (#""a","""#, "entry 1"), (#""a","b","a""#, "twice"), ("", "empty"), ("1", "of words"),
  ] {
    try expectProblem(message, in: "tokenizer.json", with: #"{"kind":"word","vocabulary":[\#(words)]}"#)
  }
  try expectProblem("of words", in: "tokenizer.json", with: #"{"kind":"character","vocabulary":["a"]}"#)
  // Earlier versions wrote one word per line.
  try removeFiles(["tokenizer.json"], in: folder)
  try writeFile(all.map { $0 + "\n" }.joined(), to: folder + "/vocabulary.txt")
  let former = try NGramTokenizer(folder: folder, level: .word, sentences: .line)
  #expect((0..<5000).allSatisfy { former.name(of: $0) == all[Int($0)] })
  for (text, word) in [("a\nb", "cut short"), ("a\nb c\n", "line 2"), ("a\n\n", "line 2"), ("a\nb\na\n", "line 3")] {
    try expectProblem(word, in: "vocabulary.txt", with: text)
  }
}

@Test func wordsKeepEveryScalarThroughAFile() throws {
  // Equal as strings, but not the same words; and characters that JSON escapes.
  let all = ["\u{C5}", "A\u{30A}", "\"\\/", "\u{1}", "👩‍🚀", "\u{2028}"]
  let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
  defer { try? FileManager.default.removeItem(atPath: folder) }
  try createFolder(folder)
  try words(all.joined(separator: " ")).save(toFolder: folder)
  let read = try NGramTokenizer(folder: folder, level: .word, sentences: .line)
  #expect(read.vocabulary.tokenCount == all.count)
  for (id, word) in all.enumerated() {
    #expect(read.name(of: Int32(id)).unicodeScalars.elementsEqual(word.unicodeScalars))
  }
}
