/// "a", "a or b", "a, b or c".
func alternatives(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " or " + last
}

/// A user's text in quotes, on one line and short enough to read, whatever it holds.
func quoted(_ text: String) -> String {
  (text.count > 60 ? text.prefix(57) + "..." : text).debugDescription
}
