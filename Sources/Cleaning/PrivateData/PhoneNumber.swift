/// Telephone numbers, in the forms in which people write them:
///
/// - with a plus: `+49 30 123456`, `+1 (555) 555-0123`, 8 to 15 digits;
/// - North American: `555-0123`, `555-555-0123`, `(555) 555-0123`, `1-555-555-0123`;
/// - with a zero before the area code: `020 7946 0958`, `01 23 45 67 89`, `0171/2345678`, 8 to 15 digits in groups.
///
/// Dates (`01.02.2003`, `2003-02-01`), years, decimal numbers and digits without any separator are none.
enum PhoneNumber {
  static let mask = "<phone>"

  /// Returns the offset behind the telephone number at the start of a run; nil if there is none.
  static func length(_ run: NumberRun) -> Int? {
    for count in (1...run.groups.count).reversed() {
      let sizes = run.groups.prefix(count).map(\.count), separators = Array(run.separators.prefix(count - 1))
      // A number can be followed by another one, but only after a space, and only if it has another separator itself.
      if count < run.groups.count {
        let after = run.separators[count - 1]
        guard after.first == space, run.hasPlus || separators.last.map({ $0 != [space] }) ?? false else { continue }
      } else if let next = run.next, isASCIIWord(next) || "%@_".utf8.contains(next) {
        continue
      }
      let isNumber =
        run.hasPlus
        ? (8...15).contains(sizes.reduce(0, +))
        : isNorthAmerican(run, sizes, separators) || isNational(run, sizes, separators)
      if isNumber { return run.ends[count - 1] }
    }
    return nil
  }

  private static let space = UInt8(ascii: " "), hyphen = UInt8(ascii: "-"), slash = UInt8(ascii: "/")

  private static func isNorthAmerican(_ run: NumberRun, _ sizes: [Int], _ separators: [[UInt8]]) -> Bool {
    if sizes == [3, 4] { return separators == [[hyphen]] && !run.hasParenthesis }
    guard sizes == [3, 3, 4] || sizes == [1, 3, 3, 4] && run.groups[0] == [UInt8(ascii: "1")] else { return false }
    return separators.allSatisfy { $0.last != slash }
  }

  private static func isNational(_ run: NumberRun, _ sizes: [Int], _ separators: [[UInt8]]) -> Bool {
    // A single zero begins a decimal number or a date.
    guard run.groups[0].first == UInt8(ascii: "0"), sizes[0] >= 2, sizes.count >= 2,
      (8...15).contains(sizes.reduce(0, +))
    else { return false }
    let isDate = sizes.count >= 3 && sizes[0] == 2 && sizes[1] <= 2 && sizes[2] == 4
    // After the area code, all separators are the same.
    return !isDate && Set(separators.dropFirst()).count <= 1
  }
}
