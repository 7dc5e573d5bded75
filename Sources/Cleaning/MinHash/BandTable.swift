import Files

/// Finds signatures that are equal in one of their bands, among all that were added.
///
/// A signature of `bands` times `rows` numbers is cut into bands. Two texts of similarity J agree in all rows of a band
/// with probability J^rows, and in at least one band with probability 1 - (1 - J^rows)^bands: an S-shaped curve that is
/// steep near (1 / bands)^(1 / rows).
///
/// It is a hash table with open addressing, whose slots hold only the number of a signature: the keys are read in the
/// signatures themselves.
struct BandTable: Sendable {
  let bands, rows: Int
  /// All signatures, one after another.
  private var signatures: [UInt16] = []
  /// Numbers of signatures, or -1; one table for all bands.
  private var slots: [Int32]
  private var usedCount = 0

  init(bands: Int, rows: Int) {
    require(bands >= 1 && rows >= 1, "BandTable: \(bands) bands of \(rows) rows")
    (self.bands, self.rows) = (bands, rows)
    slots = Array(repeating: -1, count: 1 << 10)
  }

  /// The number of signatures.
  private(set) var count = 0

  /// Returns a signature that was added.
  func signature(_ number: Int) -> ArraySlice<UInt16> {
    signatures[number * bands * rows..<(number + 1) * bands * rows]
  }

  /// Adds a signature; its number is the number of those before.
  mutating func add(_ signature: [UInt16]) {
    require(signature.count == bands * rows, "BandTable: a signature of \(signature.count) numbers")
    signatures += signature
    count += 1
    if 2 * (usedCount + bands) > slots.count { grow() }
    for band in 0..<bands { insert(count - 1, band) }
  }

  /// Calls `body` with the number of each signature that is equal to this one in a band, until it returns true. One that
  /// is equal in several bands comes several times.
  ///
  /// - Returns: the number for which `body` returned true.
  func first(like signature: [UInt16], where body: (Int) -> Bool) -> Int? {
    for band in 0..<bands {
      let rows = signature[band * self.rows..<(band + 1) * self.rows]
      var slot = home(rows, band), steps = 0
      // Of many texts that share a band but are not alike, the first ones are enough.
      while slots[slot] >= 0, steps < Self.mostSteps {
        let number = Int(slots[slot])
        if bandRows(number, band).elementsEqual(rows), body(number) { return number }
        slot = (slot + 1) & (slots.count - 1)
        steps += 1
      }
    }
    return nil
  }

  /// The number of slots that are looked at before a band gives up.
  private static let mostSteps = 256

  private func bandRows(_ number: Int, _ band: Int) -> ArraySlice<UInt16> {
    let start = (number * bands + band) * rows
    return signatures[start..<start + rows]
  }

  private func home(_ rows: ArraySlice<UInt16>, _ band: Int) -> Int {
    Int(truncatingIfNeeded: rows.reduce(UInt64(band)) { mixed($0 &* 0x1_0001 &+ UInt64($1)) }) & (slots.count - 1)
  }

  private mutating func insert(_ number: Int, _ band: Int) {
    var slot = home(bandRows(number, band), band), steps = 0
    while slots[slot] >= 0 {
      slot = (slot + 1) & (slots.count - 1)
      steps += 1
      // It would never be found there.
      if steps == Self.mostSteps { return }
    }
    slots[slot] = Int32(number)
    usedCount += 1
  }

  private mutating func grow() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    usedCount = 0
    for number in 0..<count - 1 {
      for band in 0..<bands { insert(number, band) }
    }
  }
}
