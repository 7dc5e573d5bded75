/// A fault in a lab, and the line where it shows.
struct Fault: Equatable, CustomStringConvertible {
  let lab: String
  /// The line in the lab's file, counted from 1.
  let line: Int
  let message: String

  /// The format of compiler messages, so editors find the place.
  var description: String { "notebooks-md/\(lab):\(line): \(message)" }
}
