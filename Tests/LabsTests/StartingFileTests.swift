import Testing

/// Solutions replace what was not written yet, however their signatures are split across lines.
struct StartingFileTests {
  private let start = """
    // Lab 99.

    import Kindling

    /// One.
    func one() throws -> Int {
      throw NotYetWritten()
    }

    /// Two, whose result stands on a line of its own.
    func two(of a: [Int], from start: Int) throws
      -> (low: Double, width: Double)
    {
      throw NotYetWritten()
    }

    /// Three.
    func three(
      _ a: Int
    ) throws -> Int {
      throw NotYetWritten()
    }

    """

  private func replaced(_ solution: String) -> String {
    var file = StartingFile(start)
    file.replace(with: solution.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    return file.text
  }

  @Test func namesCoverAllDeclarations() {
    #expect(StartingFile(start).names == ["one", "two", "three"])
    #expect(
      StartingFile("let a = 3\nvar b = [\n  1,\n]\nstruct C {\n\n  let d = 1\n}\nenum E {}\n").names == [
        "a", "b", "C", "E",
      ])
  }

  @Test func aMultilineSignatureIsReplacedWithItsBody() {
    let two = """
      func two(of a: [Int], from start: Int) throws
        -> (low: Double, width: Double)
      {
        let low = 1.0

        return (low, 2)
      }
      """
    let text = replaced(two)
    #expect(text.contains(two) && text.components(separatedBy: "func two").count == 2)
    #expect(text.components(separatedBy: "NotYetWritten").count == 3)
    // The surrounding text stays.
    #expect(
      text.contains("/// Two, whose") && text.contains("}\n\n/// Three.\nfunc three(\n  _ a: Int\n) throws -> Int {\n"))
    #expect(
      replaced("func three(_ a: Int) throws -> Int { a }").contains(
        "/// Three.\nfunc three(_ a: Int) throws -> Int { a }\n"))
  }

  @Test func helpersOfASolutionAreAppended() {
    let text = replaced("func one() throws -> Int {\n  helped()\n}\n\n/// Helps.\nfunc helped() -> Int {\n  1\n}\n")
    #expect(text.contains("func one() throws -> Int {\n  helped()\n}\n\n/// Two"))
    #expect(text.hasSuffix("func helped() -> Int {\n  1\n}"))
  }
}
