/// The colors of all pictures.
enum Color {
  static let paper = "#FFFFFF", ink = "#1F2328", quiet = "#59636E", edge = "#8C959F", grid = "#E6E9ED"
  static let paleBlue = "#A9CBF0", blue = "#1F65B7", orange = "#D9540B", green = "#1A7F37"

  /// The colors of groups; the first two are also the colors of curves. They differ in lightness too, for color-blind
  /// readers, and all are legible as text on the paper.
  static let groups = [blue, orange, "#0B7A5C", "#8A3FA0", "#8C6A00", "#C2255C", "#0A2F66", "#59636E"]
}

/// The fonts of all pictures; the first one that the reader's system has is used.
let pictureFonts = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
