/// Returns a whole number with a comma before every group of three digits: `124,439,808`.
package func grouped(_ number: Int) -> String {
  let digits = String(number.magnitude)
  var result = number < 0 ? "-" : ""
  for (i, digit) in digits.enumerated() {
    if i > 0, (digits.count - i).isMultiple(of: 3) { result.append(",") }
    result.append(digit)
  }
  return result
}
