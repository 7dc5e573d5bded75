import Foundation

/// Returns a length or coordinate in a picture as text, to a tenth of a pixel.
func pixels(_ value: Double) -> String { String(format: "%.1f", value) }
