/// What a backward pass needs to compute the softmax of each row again: the row's largest number, and the sum of
/// e^(x - largest) over the row.
///
/// Their combination, log(sum(e^x)), would be one number instead of two. But at 2,000 its last place is 1.2e-4, and so
/// e^(x - log(sum(e^x))) would lose more than three digits there. x - largest loses none.
public struct SoftmaxTotals {
  let maxima, sums: UnsafeMutablePointer<Float>

  /// Creates the totals of some rows in the given memory, which has room for 2 x rows floats.
  public init(_ memory: UnsafeMutablePointer<Float>, rows: Int) {
    maxima = memory
    sums = memory + rows
  }

  /// Returns the totals without those of the first rows.
  @inline(__always)
  func from(_ row: Int) -> SoftmaxTotals { SoftmaxTotals(maxima: maxima + row, sums: sums + row) }

  private init(maxima: UnsafeMutablePointer<Float>, sums: UnsafeMutablePointer<Float>) {
    (self.maxima, self.sums) = (maxima, sums)
  }
}
