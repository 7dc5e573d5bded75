import Pages

/// A model's parameters as a drawing, from its input to its output, with a table beside it.
///
///     let drawing = ModelDrawing(model.namedParameters.map { ($0.name, $0.parameter.shape.sizes) })
///
/// The parts are the modules in the order of the parameters. Modules that differ only in a number are one part that
/// says how often it is there: `blocks.0` to `blocks.3` become "blocks, 4 times".
public struct ModelDrawing: Sendable {
  /// The parameters at one place of all copies of a module.
  struct Row: Sendable, Equatable {
    /// The name, with a star for the number of the copy.
    let name: String
    let shape: [Int]
    var copies: Int
    var each: Int { shape.reduce(1, *) }
    var total: Int { copies * each }
  }

  /// A module of the model, and the modules in it if it is there several times.
  struct Part: Sendable, Equatable {
    /// The name, without stars.
    let name: String
    var rows: [Row]
    var inner: [Part] = []
    var total: Int { rows.reduce(0) { $0 + $1.total } }
    /// How often the module is there.
    var copies: Int { Set(rows.map(\.copies)).count == 1 ? rows[0].copies : 1 }
  }

  private let rows: [Row]
  private let meanings: [String: String]
  private let note: String

  /// Creates the drawing of the parameters with these names and shapes.
  ///
  /// - Parameters:
  ///   - parameters: names with periods between the modules, such as `blocks.0.attention.qkv.weight`.
  ///   - meanings: what the modules of these names do, for the drawing, by names such as `blocks.attention`.
  ///   - note: a sentence below the table.
  public init(_ parameters: [(name: String, shape: [Int])], meanings: [String: String] = [:], note: String = "") {
    var rows: [Row] = [], places: [String: Int] = [:]
    for (name, shape) in parameters {
      let parts = name.split(separator: ".").map { Int($0) == nil ? String($0) : "*" }
      let starred = parts.joined(separator: ".")
      if let i = places[starred], rows[i].shape == shape {
        rows[i].copies += 1
      } else {
        places[starred] = rows.count
        rows.append(Row(name: starred, shape: shape, copies: 1))
      }
    }
    (self.rows, self.meanings, self.note) = (rows, meanings, note)
  }

  /// The number of all parameters.
  public var total: Int { rows.reduce(0) { $0 + $1.total } }

  /// The modules, from the input to the output.
  var parts: [Part] {
    Self.grouped(rows) { String($0.prefix { $0 != "." }) }.map { part in
      guard part.copies > 1, part.rows.allSatisfy({ $0.name.hasPrefix(part.name + ".*.") }) else { return part }
      var part = part
      part.inner = Self.grouped(part.rows) { name in
        part.name + "." + name.dropFirst(part.name.count + 3).prefix { $0 != "." }
      }
      // A single module in it would only be the same once more.
      if part.inner.count < 2 { part.inner = [] }
      return part
    }
  }

  /// Joins neighboring rows whose names begin alike to parts.
  private static func grouped(_ rows: [Row], by start: (String) -> String) -> [Part] {
    rows.reduce(into: []) { parts, row in
      let name = start(row.name)
      if let last = parts.indices.last, parts[last].name == name {
        parts[last].rows.append(row)
      } else {
        parts.append(Part(name: name, rows: [row]))
      }
    }
  }

  /// The drawing and the table as HTML.
  public var html: String {
    let boxes = parts.map(box).joined(separator: Self.arrow)
    let words = note.isEmpty ? "" : Markup.element("p", [("class", "quiet")], words: note)
    return
      "<div class=\"model\"><div class=\"drawing\">\(boxes)</div><div class=\"parameters\">\(table.html)\(words)</div></div>"
  }

  private static let arrow = "<div class=\"arrow\" aria-hidden=\"true\">\u{2193}</div>"

  private func box(_ part: Part) -> String {
    let copies =
      part.copies > 1 ? ", \(Formats.grouped(part.copies)) times \(Formats.grouped(part.total / part.copies))" : ""
    let share = Formats.fixed(100 * Double(part.total) / Double(max(1, total)), decimals: 2)
    let inner =
      part.inner.isEmpty
      ? ""
      : "<div class=\"inner\">" + part.inner.map(innerBox).joined(separator: Self.arrow) + "</div>"
    return "<div class=\"part\(part.copies > 1 ? " repeated" : "")\">" + Markup.element("strong", words: part.name)
      + " "
      + Markup.element("span", [("class", "quiet")], words: Formats.grouped(part.total) + copies)
      + meaning(of: part.name) + "<span class=\"bar\" style=\"width: \(share)%\"></span>" + inner + "</div>"
  }

  private func innerBox(_ part: Part) -> String {
    let name = part.name.split(separator: ".").last.map(String.init) ?? part.name
    let each = part.rows.reduce(0) { $0 + $1.each }
    return "<div class=\"part\">" + Markup.element("strong", words: name) + " "
      + Markup.element("span", [("class", "quiet")], words: Formats.grouped(each)) + meaning(of: part.name) + "</div>"
  }

  private func meaning(of name: String) -> String {
    meanings[name].map { Markup.element("div", [("class", "meaning")], words: $0) } ?? ""
  }

  private var table: ReportTable {
    var table = ReportTable(["parameter", "shape", "copies", "total", "share"], wordColumns: 2)
    for row in rows {
      let share = 100 * Double(row.total) / Double(max(1, total))
      table.rows.append(
        .init(
          [
            row.name, row.shape.map(Formats.grouped).joined(separator: " \u{D7} "), String(row.copies),
            Formats.grouped(row.total), Formats.fixed(share, decimals: 1) + " %",
          ]))
    }
    table.total = ["total", "", "", Formats.grouped(total), "100.0 %"]
    return table
  }
}
