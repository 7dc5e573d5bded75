import Corpora
import Files
import Foundation
import Tensors
import Testing
import TestSupport

@testable import WordVectors

/// Vectors with long and short decimals, and with very large and very small numbers.
private func oddVectors() -> WordVectors {
  var random = RandomValues(seed: 4)
  let words = ["the", "Ζυρίχη", "夜", "a_b", "\u{a0}", "-", "1.5", "naïve"]
  var vocabulary = WordVocabulary()
  for word in words { vocabulary.add(word) }
  var numbers = random.floats(words.count * 5)
  numbers.replaceSubrange(..<8, with: [0, -0.0, 1, -2, .leastNonzeroMagnitude, 1e15, 0.1, 1e-5])
  return WordVectors(words: vocabulary, vectors: Tensor([words.count, 5], numbers))
}

private func expectSame(_ a: WordVectors, _ b: WordVectors) {
  #expect(a.words == b.words && a.vectors.shape == b.vectors.shape)
  expectSameBits(actual: a.vectors.elements, expected: b.vectors.elements)
}

private func read(_ text: String, limit: Int? = nil) throws -> WordVectors {
  try withVectorFile(text.utf8) { path in
    try WordVectors(contentsOf: path, limit: limit) { Issue.record("an unexpected remark: \($0)") }
  }
}

@Suite struct WordVectorsFilesTests {
  private let small = wordVectors(["the": [1, 2], "sea": [-0.5, 0.25]])

  @Test(arguments: WordVectors.Format.allCases) func filesRoundTripBitForBit(_ format: WordVectors.Format)
    throws
  {
    for vectors in [oddVectors(), small, randomVectors(count: 257, dimensions: 33)] {
      try withVectorFile { path in
        try vectors.write(to: path, format: format)
        expectSame(try WordVectors(contentsOf: path) { Issue.record("an unexpected remark: \($0)") }, vectors)
        let first = try WordVectors(contentsOf: path, limit: 2)
        #expect(first.count == 2 && first.words[1] == vectors.words[1])
        expectSameBits(
          actual: first.vectors.elements, expected: Array(vectors.vectors.elements[..<(2 * vectors.dimensions)]))
      }
    }
  }

  @Test func filesHaveTheFormatOfWord2vec() throws {
    try withVectorFile { path in
      try small.write(to: path, format: .text)
      #expect(try readText(path) == "2 2\nthe 1.0 2.0\nsea -0.5 0.25\n")
      try small.write(to: path, format: .binary)
      let one = [1, 2].flatMap { (x: Float) in bytes(x) }, two = [-0.5, 0.25].flatMap { (x: Float) in bytes(x) }
      #expect(try Array(readFile(path)) == Array("2 2\nthe ".utf8) + one + Array("\nsea ".utf8) + two + [10])
    }
  }

  @Test(arguments: [
    "2 2\nthe 1 2\nsea -0.5 0.25\n", "the 1 2\nsea -0.5 0.25\n", "2 2\r\nthe 1 2\r\nsea -0.5 0.25\r\n",
    "\u{FEFF}2 2\nthe 1 2\nsea -0.5 0.25\n", "\u{FEFF}the 1 2\nsea -0.5 0.25\n",
    "\u{FEFF}2 2\r\nthe 1 2\r\nsea -0.5 0.25\r\n",
    "2 2\n\nthe 1 2\n \n\nsea -0.5 0.25\n", "\u{FEFF}the 1 2\n\nsea -0.5 0.25\n\n",
    "2 2\nthe 1 2 \nsea -0.5 0.25 \n\n", "the\t1\t2\nsea  -5e-1  .25\n\n\n", "  2  2 \nthe 1.0 2e0\nsea -0.50 +0.25\n",
  ]) func textFilesOfSeveralToolsAreRead(text: String) throws { expectSame(try read(text), small) }

  /// A number that was cut cannot be told from a whole one, so there is a remark.
  @Test(arguments: ["2 2\n", ""]) func aLastLineWithoutAnEndIsReadWithARemark(header: String) throws {
    try withVectorFile("\(header)the 1 2\nsea -0.5 0.25".utf8) { path in
      var remarks: [String] = []
      expectSame(try WordVectors(contentsOf: path) { remarks.append($0) }, small)
      #expect(remarks == ["\(path): the last line has no end, so its last number may be cut short"])
      // The remark is for the words that are read.
      _ = try WordVectors(contentsOf: path, limit: 1) { Issue.record("an unexpected remark: \($0)") }
    }
  }

  @Test(arguments: [false, true]) func packedAndPipedVectorsAreRead(isBinary: Bool) throws {
    try withVectorFile { path in
      let vectors = randomVectors(count: 300, dimensions: 17)
      try vectors.write(to: path, format: isBinary ? .binary : .text)
      let file = [UInt8](try readFile(path))
      try withVectorFile(gzipped(file)) { packed in
        var remarks: [String] = []
        expectSame(try WordVectors(contentsOf: packed) { remarks.append($0) }, vectors)
        #expect(remarks == ["\(packed): unpacked with gzip"])
      }
      let pipe = Pipe()
      let writer = pipe.fileHandleForWriting
      Thread.detachNewThread {
        try? writer.write(contentsOf: Data(file))
        try? writer.close()
      }
      let name = "/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)"
      expectSame(try WordVectors(contentsOf: name) { Issue.record("an unexpected remark: \($0)") }, vectors)
    }
  }

  @Test func vectorsInUTF16AreRead() throws {
    let text = "\u{FEFF}2 2\r\nthé 1 2\r\nsea -0.5 0.25\r\n"
    try withVectorFile(text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }) { path in
      var remarks: [String] = []
      let vectors = try WordVectors(contentsOf: path) { remarks.append($0) }
      #expect(vectors.words[0] == "thé" && vectors.vectors.elements == [1, 2, -0.5, 0.25])
      #expect(remarks.first == "\(path): read as UTF-16 (little-endian)")
    }
  }

  /// gensim ends a record with its last number, word2vec with a newline.
  @Test func binariesWithAndWithoutNewlinesAreRead() throws {
    for end in ["", "\n"] {
      let file =
        Array("2 2\nthe ".utf8) + bytes(1) + bytes(2) + Array("\(end)sea ".utf8) + bytes(-0.5) + bytes(0.25)
        + Array(end.utf8)
      try withVectorFile(file) { expectSame(try WordVectors(contentsOf: $0), small) }
    }
  }

  @Test func gloVeWordsCanContainSpaces() throws {
    let vectors = try read("the 1 2\n. . . 3 4\nat name@domain.com 5 6\n")
    #expect(vectors.words[1] == ". . ." && vectors.words[2] == "at name@domain.com")
    #expect(vectors.vectors.elements == [1, 2, 3, 4, 5, 6])
    try withVectorFile { path in
      let problem = #expect(throws: Problem.self) { try vectors.write(to: path, format: .text) }
      #expect(problem?.message.contains("\". . .\"") == true)
    }
  }

  @Test func aRepeatedWordKeepsItsFirstVector() throws {
    let one = "3 1\na 1\nb 2\na 3\n", more = "a 1\nb 2\na 3\nb 4\nc 5\na 6\n"
    for (text, count, words) in [(one, 2, ["\"a\" twice"]), (more, 3, ["3 words", "\"a\""])] {
      try withVectorFile(text.utf8) { path in
        var remarks: [String] = []
        let vectors = try WordVectors(contentsOf: path) { remarks.append($0) }
        #expect(vectors.count == count && vectors.vectors.elements == (count == 2 ? [1, 2] : [1, 2, 5]))
        #expect(remarks.count == 1)
        for word in words { #expect(remarks[0].contains(word), "\(remarks[0])") }
      }
    }
  }

  @Test func nothingBeyondTheLimitIsRead() throws {
    let file = "3 2\nthe 1 2\nsea -0.5 0.25\nbroken here\n"
    expectSame(try read(file, limit: 2), small)
    expectSame(try read(String(file.dropFirst(4)), limit: 2), small)
    #expect(try read(file, limit: 1).count == 1)
  }

  @Test func wordsThatAreNotUTF8AreRefusedOrRepaired() throws {
    let text = Array("2 1\nna".utf8) + [0xEF] + Array("ve 1\nsea 2\n".utf8)
    let binary = Array("2 1\nna".utf8) + [0xEF] + Array("ve ".utf8) + bytes(1) + Array("sea ".utf8) + bytes(2)
    for file in [text, binary] {
      try withVectorFile(file) { path in
        let problem = #expect(throws: Problem.self) { try WordVectors(contentsOf: path) }
        #expect(problem?.message.contains("UTF-8") == true && problem?.description.contains("Use \"lossy\" to") == true)
        let repaired = try WordVectors(contentsOf: path, lossy: true)
        #expect(repaired.words[0] == "na\u{FFFD}ve" && repaired.vectors.elements == [1, 2])
      }
    }
  }

  @Test func linesLongerThanABufferAreRead() throws {
    let row = (0..<120_000).map { Float($0 % 1000) / 8 }
    let line = row.map(\.description).joined(separator: " ")
    let vectors = try read("long \(line)\nlonger \(line)\n")
    #expect(vectors.count == 2 && vectors.dimensions == 120_000 && vectors.vectors.elements == row + row)
  }

  @Test func aModelFolderIsRead() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    #expect(throws: Problem.self) { try WordVectors(folder: folder) }
    try createFolder(folder)
    try small.words.save(to: folder + "/vocabulary.txt")
    let other = Tensor.ones([2, 2]), model = folder + "/model.safetensors"
    try Safetensors.write([("output.weight", other), ("input.weight", small.vectors)], to: model)
    expectSame(try WordVectors(folder: folder), small)
    let first = try WordVectors(folder: folder, limit: 1)
    #expect(first.count == 1 && first.words[0] == "the" && first.vectors.elements == [1, 2] && first.counts == nil)
    expectSame(try WordVectors(folder: folder, limit: 3), small)
    let shapes = try WordVectors.tableShapes(folder: folder)
    #expect(shapes.map(\.name) == ["input.weight", "output.weight"] && shapes.map(\.shape) == [[2, 2], [2, 2]])
    for (tensors, words) in [
      ([("input", other)], "no tensor"), ([("input.weight", Tensor.ones([3, 2]))], "2 words"),
      ([("input.weight", Tensor.ones([2]))], "shape (2,)"),
      ([("input.weight", Tensor.full([2, 2], .nan))], "not finite"),
      ([("input.weight", Tensor.full([2, 2], 1e30))], "too large"),
    ] as [([(String, Tensor)], String)] {
      try Safetensors.write(tensors.map { (name: $0.0, tensor: $0.1) }, to: model)
      let problem = #expect(throws: Problem.self) { try WordVectors(folder: folder) }
      #expect(problem?.kind == .badData && problem?.message.contains(words) == true, "\(problem?.message ?? "")")
    }
  }
}

/// The bytes of a float in a file.
func bytes(_ x: Float) -> [UInt8] { withUnsafeBytes(of: x.bitPattern.littleEndian) { Array($0) } }
