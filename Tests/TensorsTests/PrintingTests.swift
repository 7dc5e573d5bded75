import Tensors
import Testing

struct PrintingTests {
  @Test(
    arguments: [
      (1, "1.0"), (-0.5, "-0.5"), (1e-7, "1e-07"), (.nan, "nan"), (-.infinity, "-inf"), (3e20, "3e+20"),
    ] as [(Float, String)])
  func aSingleNumberIsPrintedAsSwiftPrintsIt(number: Float, text: String) {
    #expect(Tensor(number).description == text)
  }

  @Test func rowsHaveAlignedColumns() {
    expect(Tensor([3], [1, 2, 3]), "[1.0, 2.0, 3.0]  shape (3,)")
    expect(
      Tensor([2, 3], [1, 2, 3, 4, 5, 6.5]),
      """
      [[1.000, 2.000, 3.000],
       [4.000, 5.000, 6.500]]  shape (2, 3)
      """)
    expect(
      Tensor([3, 2], [-1, 20, 300, 0, 5, -6]),
      """
      [[ -1.0,  20.0],
       [300.0,   0.0],
       [  5.0,  -6.0]]  shape (3, 2)
      """)
  }

  @Test func aBlankLineSeparatesMatrices() {
    expect(
      Tensor([2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8]),
      """
      [[[1.0, 2.0],
        [3.0, 4.0]],

       [[5.0, 6.0],
        [7.0, 8.0]]]  shape (2, 2, 2)
      """)
  }

  @Test func longAxesAreAbbreviatedToTheirEnds() {
    expect(Tensor([8], (1...8).map(Float.init)), "[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]  shape (8,)")
    expect(Tensor([9], (1...9).map(Float.init)), "[1.0, 2.0, 3.0, ..., 7.0, 8.0, 9.0]  shape (9,)")
    expect(
      Tensor([10, 9], (0..<90).map(Float.init)),
      """
      [[ 0.0,  1.0,  2.0, ...,  6.0,  7.0,  8.0],
       [ 9.0, 10.0, 11.0, ..., 15.0, 16.0, 17.0],
       [18.0, 19.0, 20.0, ..., 24.0, 25.0, 26.0],
       ...,
       [63.0, 64.0, 65.0, ..., 69.0, 70.0, 71.0],
       [72.0, 73.0, 74.0, ..., 78.0, 79.0, 80.0],
       [81.0, 82.0, 83.0, ..., 87.0, 88.0, 89.0]]  shape (10, 9)
      """)
  }

  /// Only the numbers that are shown determine the format, wherever they are.
  @Test func theFormatDependsOnTheNumbersShown() {
    var elements = [Float](repeating: 1, count: 20_000)
    elements[100] = 1e9
    expect(Tensor([20_000], elements), "[1.0, 1.0, 1.0, ..., 1.0, 1.0, 1.0]  shape (20000,)")
    elements[19_999] = 0.0625
    expect(
      Tensor([20_000], elements),
      "[1.0000, 1.0000, 1.0000, ..., 1.0000, 1.0000, 0.0625]  shape (20000,)")
  }

  @Test func tinyAndHugeNumbersHaveExponents() {
    expect(Tensor([3], [1e-5, -2e-7, 0]), "[ 1.000e-05, -2.000e-07,  0.000e+00]  shape (3,)")
    expect(Tensor([2], [1e6, 1]), "[1.000e+06, 1.000e+00]  shape (2,)")
    expect(Tensor([2], [1234.56, 0.5]), "[1234.6,    0.5]  shape (2,)")
    expect(Tensor([2], [12.25, 0.125]), "[12.250,  0.125]  shape (2,)")
    expect(Tensor([2], [0.5, 0.0125]), "[0.5000, 0.0125]  shape (2,)")
  }

  @Test func nonFiniteNumbersAreNamed() {
    expect(Tensor([4], [.nan, .infinity, -.infinity, 1.5]), "[  nan,   inf,  -inf, 1.500]  shape (4,)")
    expect(Tensor([2], [.nan, .nan]), "[nan, nan]  shape (2,)")
  }

  @Test func emptyTensorsShowTheirShape() {
    expect(Tensor([0], []), "[]  shape (0,)")
    expect(Tensor([2, 0], []), "[[],\n []]  shape (2, 0)")
    expect(Tensor([0, 2], []), "[]  shape (0, 2)")
  }

  private func expect(_ tensor: Tensor, _ text: String, sourceLocation: SourceLocation = #_sourceLocation) {
    #expect(tensor.description == text, sourceLocation: sourceLocation)
  }
}
