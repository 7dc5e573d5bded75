/// The numbers of payment cards: 13 to 19 digits, from 2 to 6 at the start, that pass Luhn's check.
///
/// The digits stand together, or in groups of four, or of 4, 6 and 5, with spaces or hyphens between them.
enum CardNumber {
  static let mask = "<card>"

  /// Returns the offset behind the card's number at the start of a run; nil if there is none.
  static func length(_ run: NumberRun) -> Int? {
    guard !run.hasPlus, !run.hasParenthesis, (0x32...0x36).contains(run.groups[0][0]) else { return nil }
    for count in (1...run.groups.count).reversed() {
      let groups = run.groups.prefix(count), sizes = groups.map(\.count), digits = groups.flatMap(\.self)
      let separators = Set(run.separators.prefix(count - 1))
      let isGrouped =
        sizes == [4, 6, 5] || sizes.count >= 4 && sizes.dropLast().allSatisfy { $0 == 4 } && sizes.last! <= 4
      guard (13...19).contains(digits.count), count == 1 || isGrouped,
        separators.isSubset(of: [[UInt8(ascii: " ")], [UInt8(ascii: "-")]]), separators.count <= 1,
        passesLuhn(digits), Set(digits).count > 1
      else { continue }
      if count == run.groups.count, let next = run.next, isASCIIWord(next) || "%@_".utf8.contains(next) { continue }
      return run.ends[count - 1]
    }
    return nil
  }

  /// Whether the digits pass the check of Luhn (US patent 2,950,048, 1960): every second digit from the right is
  /// doubled, and all the digits of the results add up to a multiple of ten.
  static func passesLuhn(_ digits: [UInt8]) -> Bool {
    let sum = digits.reversed().enumerated().reduce(0) { sum, entry in
      let digit = Int(entry.element - 0x30), doubled = 2 * digit
      return sum + (entry.offset.isMultiple(of: 2) ? digit : doubled > 9 ? doubled - 9 : doubled)
    }
    return sum.isMultiple(of: 10)
  }
}
