import Reports
import Testing

struct TextTableTests {
  @Test func columnsAlignLeftOrRight() {
    var table = TextTable([.left("parameter"), .right("count")])
    table.append(["embedding.weight", "8,320"])
    table.append(["norm.bias", "128"])
    table.total = ["total", "8,448"]
    #expect(
      table.description == """
        parameter         count
        ----------------  -----
        embedding.weight  8,320
        norm.bias           128
        ----------------  -----
        total             8,448
        """)
  }

  @Test func theHeadingAndTheTotalCountTowardTheWidth() {
    var table = TextTable([.right("steps made"), .left("x"), .right("n")])
    table.append(["1", "a", "2"])
    table.total = ["", "all of them", "1,000"]
    #expect(
      table.description == """
        steps made  x                n
        ----------  -----------  -----
                 1  a                2
        ----------  -----------  -----
                    all of them  1,000
        """)
  }

  @Test func noLineEndsInSpaces() {
    var table = TextTable([.right("n"), .left("words")])
    table.append(["10", "a"])
    table.append(["", ""])
    #expect(table.description == " n  words\n--  -----\n10  a\n")
  }

  @Test func widthsAreCountedInScalars() {
    var table = TextTable([.left("token"), .right("p")])
    table.append(["éß日", "1"])
    table.append(["\r\n", "2"])
    #expect(table.description == "token  p\n-----  -\néß日    1\n\r\n     2")
  }

  @Test func aTableWithoutRowsIsJustItsHeading() {
    #expect(TextTable([.left("a"), .right("bc")]).description == "a  bc\n-  --")
  }

  @Test func theLengthOfABarIsProportionalToItsShare() {
    #expect([0, 0.24, 0.25, 1].map { TextTable.bar($0, width: 8) } == ["", "##", "##", "########"])
    #expect([-1, .nan, -.infinity].map { TextTable.bar($0, width: 8) } == ["", "", ""])
    #expect([2, .infinity].map { TextTable.bar($0, width: 3) } == ["###", "###"])
  }
}
