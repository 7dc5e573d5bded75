/// Whether a word that stands for a value in the help, such as `DIR`, is that of a file's or a folder's path.
func isPath(_ placeholder: String) -> Bool { ["FILE", "FOLDER", "DIR"].contains(placeholder) }

/// "a", "a or b", "a, b or c".
func alternatives(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " or " + last
}

/// A user's text in quotes, on one line and short enough to read, whatever it holds.
func quoted(_ text: String) -> String {
  (text.count > 60 ? text.prefix(57) + "..." : text).debugDescription
}
