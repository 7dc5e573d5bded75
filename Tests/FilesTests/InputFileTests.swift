import Foundation
import TestSupport
import Testing

@testable import Files

struct InputFileTests {
  private func contents(_ path: String, by count: Int = 1 << 16) throws -> [UInt8] {
    let file = try InputFile(path)
    var bytes: [UInt8] = []
    while case let next = try file.next(count), !next.isEmpty { bytes += next }
    return bytes
  }

  private func contents(of bytes: [UInt8], by count: Int = 1 << 16) throws -> [UInt8] {
    try withFile(bytes) { try contents($0, by: count) }
  }

  private let long = (0..<10_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) }

  @Test(arguments: [1, 7, 4095, 4096, 4097, 1 << 16]) func aFileIsReadInPiecesOfAnySize(count: Int) throws {
    #expect(try contents(of: long, by: count) == long)
    #expect(try contents(of: gzipped(long), by: count) == long)
    #expect(try contents(of: [], by: count) == [])
  }

  @Test func aPieceIsShortOnlyAtTheEnd() throws {
    try withFile(gzipped(long)) { path in
      let file = try InputFile(path)
      #expect(file.isGzip && file.size == nil && file.peek().elementsEqual(long.prefix(4096)))
      #expect(try [6000, 6000, 6000].map { try file.next($0).count } == [6000, 4000, 0])
    }
    try withFile(long) { path in
      let file = try InputFile(path)
      #expect(!file.isGzip && file.size == 10_000 && file.peek().elementsEqual(long.prefix(4096)))
    }
  }

  /// Written by gzip -9: forty times the same line, so it has matches as well as letters.
  private let packedLine = Data(
    base64Encoded: """
      H4sIAAAAAAACA3NUSEstKqpUKE/MLClWSMsvUijJSFUoyUxJ1VFIzEuB85AU5OVD9OhxOY5qHtU8qnlU86jmUc2jmkc1j2omVzMAmK1MFYgJ\
      AAA=
      """)!

  @Test func compressedAndJoinedFilesAreUnpacked() throws {
    let line = "A ferry waits for the tide, and the tide waits for no ferry.\n"
    let lines = Array(String(repeating: line, count: 40).utf8)
    for count in [1, 7, 1000, 1 << 16] { #expect(try contents(of: Array(packedLine), by: count) == lines) }
    // Members one after another are one text; what follows them is ignored, as by gunzip.
    #expect(try contents(of: gzipped("one ".utf8) + packedLine + gzipped([])) == Array("one ".utf8) + lines)
    #expect(try contents(of: gzipped("one".utf8) + [0, 0, 0]) == Array("one".utf8))
  }

  @Test func aPackedFileCutAnywhereIsRefused() throws {
    for count in 3..<packedLine.count {
      let problem = try problem(.badData) { _ = try contents(of: Array(packedLine.prefix(count))) }
      #expect(problem.message.contains("cut short: it is compressed with gzip"), "\(count)")
    }
  }

  @Test func aDamagedPackedFileIsRefused() throws {
    for place in [12, 30, packedLine.count - 6, packedLine.count - 2] {
      var bytes = Array(packedLine)
      bytes[place] ^= 0x55
      let problem = try problem(.badData) { _ = try contents(of: bytes) }
      #expect(problem.message.contains("gzip") && problem.suggestion == "Use another copy.", "\(place)")
    }
  }

  /// The limits are low here; real ones are a hundred times the size and 64 MB.
  @Test func whatExpandsBeyondMeasureIsRefused() throws {
    var input = Array(packedLine)
    let inflater = try #require(Inflater("it", mostTimes: 3, allowance: 1000))
    let problem = try problem(.badData) {
      while try !inflater.next(
        100,
        more: {
          defer { input = [] }; return input
        }
      ).isEmpty {}
    }
    #expect(problem.message.contains("it is compressed with gzip and expands to more than 3 times its size"))
    input = Array(packedLine)
    let patient = try #require(Inflater("it", mostTimes: 30, allowance: 0))
    #expect(
      try patient.next(5000) {
        defer { input = [] }; return input
      }.count == 40 * 61)
  }

  @Test(
    arguments: [
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "compressed with xz", "xz -dk FILE"),
      ([0x28, 0xB5, 0x2F, 0xFD, 0], "compressed with zstd", "zstd -d FILE"),
      (Array("BZh91AY&SY".utf8) + [1, 2], "compressed with bzip2", "bunzip2 -k FILE"),
      ([0x1F, 0x9D, 0x90], "compressed with compress", "gunzip -k FILE"),
      (Array("PK\u{3}\u{4} and more".utf8), "a zip archive", "unzip FILE"),
      ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C], "a 7-Zip archive", "7z x FILE"),
      ([UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8), "a tar archive", "tar -xf FILE"),
      (Array("KDLNTEXT".utf8), "compressed with a model of this course", "Decompress it"),
      (Array("%PDF-1.7\n".utf8), "a PDF document", "plain text"),
      ([0x89] + Array("PNG\r\n\u{1A}\n".utf8), "a picture", "text file"),
    ] as [([UInt8], String, String)])
  func packedFilesOfOtherKindsAreNamedWithTheWayToUnpackThem(bytes: [UInt8], name: String, advice: String) throws {
    try withFile(bytes) { path in
      let problem = try problem(.badData) { _ = try InputFile(path) }
      #expect(problem.message == "\(path) is \(name)" || problem.message.hasPrefix("\(path) is \(name), as"))
      #expect(problem.suggestion?.contains(advice.replacingOccurrences(of: "FILE", with: path)) == true)
    }
  }

  @Test func anArchiveInsideGzipIsRefusedToo() throws {
    let tar = [UInt8](repeating: 0x61, count: 257) + Array("ustar".utf8) + [0]
    try withFile(gzipped(tar)) { path in
      let problem = try problem(.badData) { _ = try InputFile(path) }
      #expect(problem.message == "\(path) is compressed with gzip, and what is in it is a tar archive")
    }
  }

  @Test func textThatLooksLikeNoneOfTheseIsRead() throws {
    for text in ["PK", "BZh9", "Rar", "ustar", "\u{1F}"] {
      #expect(try contents(of: Array(text.utf8)) == Array(text.utf8))
    }
  }

  @Test func pipesAreRead() throws {
    for bytes in [long, gzipped(long)] {
      let pipe = Pipe()
      let writer = pipe.fileHandleForWriting
      Thread.detachNewThread {
        try? writer.write(contentsOf: Data(bytes))
        try? writer.close()
      }
      #expect(try contents("/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)", by: 999) == long)
    }
  }

  @Test func foldersAndMissingFilesAreReportedAsMissing() throws {
    #expect(try problem(.missing) { _ = try InputFile("/") }.message == "/ is a folder; a file is needed here")
    #expect(try problem(.missing) { _ = try InputFile("/no/such") }.message == "no such file: /no/such")
  }

  @Test func commandsQuoteWhatAShellWouldInterpret() {
    #expect(shellWord("texts/a-1.txt") == "texts/a-1.txt")
    #expect(shellWord("my file.xz") == "'my file.xz'" && shellWord("it's") == #"'it'\''s'"#)
    #expect(inputName("-") == "standard input" && inputName("a") == "a")
  }
}
