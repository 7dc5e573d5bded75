/// About how wide a text is, in pixels: a picture written as text cannot measure its letters, so rather too wide.
///
/// The widths are those of the widest of the usual fonts, DejaVu Sans.
func estimatedWidth(_ text: some StringProtocol, size: Double) -> Double {
  text.unicodeScalars.reduce(0) { $0 + letterWidth($1) } * size
}

/// The width of a letter, where the font's size is 1.
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

/// A text that fits a width, its end cut off where it does not.
func shortened(_ text: String, to width: Double, size: Double) -> String {
  guard estimatedWidth(text, size: size) > width else { return text }
  var shown = text.prefix(200)
  while !shown.isEmpty, estimatedWidth(shown + "…", size: size) > width { shown = shown.dropLast() }
  return shown + "…"
}
