/// Returns the approximate width of text, in pixels. An SVG file is written without measuring letters, so the estimate
/// is on the wide side.
///
/// The widths are those of DejaVu Sans, the widest of the usual fonts.
func estimatedWidth(_ text: some StringProtocol, size: Double) -> Double {
  text.unicodeScalars.reduce(0) { $0 + letterWidth($1) } * size
}

/// Returns the width of a letter at font size 1.
private func letterWidth(_ letter: Unicode.Scalar) -> Double {
  switch letter {
  case "i", "j", "l", "I", " ", ".", ",", ":", ";", "'", "|": 0.35
  case "f", "t", "r", "-", "(", ")", "[", "]", "/", "!": 0.42
  case "m", "w", "M", "W", "@", "%", "…": 1
  case "A"..."Z": 0.79
  case "a"..."z", "0"..."9", "_": 0.64
  default: letter.value >= 0x1100 ? 1.05 : letter.properties.canonicalCombiningClass == .notReordered ? 0.75 : 0
  }
}

/// Returns text that fits a width; if it is too wide, its end is replaced by an ellipsis.
func shortened(_ text: String, to width: Double, size: Double) -> String {
  guard estimatedWidth(text, size: size) > width else { return text }
  var shown = text.prefix(200)
  while !shown.isEmpty, estimatedWidth(shown + "…", size: size) > width { shown = shown.dropLast() }
  return shown + "…"
}
