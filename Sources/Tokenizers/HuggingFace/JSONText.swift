import Files

extension JSONValue {
  /// The value as JSON text. Objects and arrays of many entries take a line per entry; short ones take one
  /// line. The result ends with a newline.
  var document: String {
    var text = ""
    write(to: &text, indentation: 0)
    return text + "\n"
  }

  private func write(to text: inout String, indentation: Int) {
    switch self {
    case .null: text += "null"
    case .bool(let bool): text += bool ? "true" : "false"
    case .number(let number): text += Int(exactly: number).map(String.init) ?? "\(number)"
    case .string(let string): text += quoted(string)
    case .array(let elements):
      list("[", elements, "]", to: &text, indentation) { $0.write(to: &$1, indentation: $2) }
    case .object(let members):
      list("{", members, "}", to: &text, indentation) {
        $1 += quoted($0.name) + ": "
        $0.value.write(to: &$1, indentation: $2)
      }
    }
  }

  private func list<Item>(
    _ opening: String, _ items: [Item], _ closing: String, to text: inout String, _ indentation: Int,
    write: (Item, inout String, Int) -> Void
  ) {
    // An entry of a vocabulary, such as ["the", -3.2], is short, as are its brackets.
    let isShort = isFlat && items.count <= 4
    let inner = isShort ? "" : "\n" + String(repeating: " ", count: indentation + 2)
    text += opening
    for (index, item) in items.enumerated() {
      text += (index == 0 ? "" : isShort ? ", " : ",") + inner
      write(item, &text, indentation + 2)
    }
    if !isShort, !items.isEmpty { text += "\n" + String(repeating: " ", count: indentation) }
    text += closing
  }

  /// Whether the value contains no arrays and objects but empty ones.
  private var isFlat: Bool {
    func isLeaf(_ value: JSONValue) -> Bool { (value.elements?.isEmpty ?? true) && (value.members?.isEmpty ?? true) }
    switch self {
    case .array(let elements): return elements.allSatisfy(isLeaf)
    case .object(let members): return members.allSatisfy { isLeaf($0.value) }
    default: return true
    }
  }
}
