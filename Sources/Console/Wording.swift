/// Whether a placeholder in the help, such as `DIR`, stands for the path of a file or folder.
func isPath(_ placeholder: String) -> Bool { ["FILE", "FOLDER", "DIR"].contains(placeholder) }

/// Joins names as "a", "a or b", "a, b or c".
func alternatives(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.first ?? "" }
  return names.dropLast().joined(separator: ", ") + " or " + last
}

/// Returns a user's text in quotes, always on one line and short enough to read.
func quoted(_ text: String) -> String {
  (text.count > 60 ? text.prefix(57) + "..." : text).debugDescription
}
