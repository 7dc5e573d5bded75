/// Something that is wrong with a lab, and the line where it shows.
struct Fault: Equatable, CustomStringConvertible {
  let lab: String
  /// The line in the lab's file, from 1 on.
  let line: Int
  let message: String

  /// As compilers write it, so that editors find the place.
  var description: String { "notebooks-md/\(lab):\(line): \(message)" }
}
