import Foundation
import Testing

@testable import Reports

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The elements of an SVG picture.
final class PictureElements: NSObject, XMLParserDelegate {
  private var elements: [(name: String, attributes: [String: String])] = []
  /// The title of the picture.
  private(set) var title = ""
  /// The visible texts and their attributes.
  private(set) var texts: [(words: String, attributes: [String: String])] = []
  private var current = ""

  /// Reads a picture and expects valid XML in which all coordinates are finite.
  init(_ svg: String) throws {
    super.init()
    let parser = XMLParser(data: Data(svg.utf8))
    parser.delegate = self
    try #require(parser.parse(), "not XML: \(String(describing: parser.parserError))")
    let names = ["x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "width", "height"]
    let numbers = elements.flatMap { element in names.compactMap { element.attributes[$0] } }
    #expect(numbers.allSatisfy { Double($0)?.isFinite == true })
    #expect(lines.flatMap { $0 }.allSatisfy { $0.x.isFinite && $0.y.isFinite })
  }

  /// The visible texts.
  var words: [String] { texts.map(\.words) }

  /// The attributes of all elements with the given name.
  func all(_ name: String) -> [[String: String]] { elements.filter { $0.name == name }.map(\.attributes) }

  /// The corners of each polyline.
  var lines: [[Place]] {
    all("polyline").map { attributes in
      (attributes["points"] ?? "").split(separator: " ").map { corner in
        let numbers = corner.split(separator: ",").map { Double($0) ?? .nan }
        return Place(x: numbers[0], y: numbers[1])
      }
    }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    elements.append((name, attributes))
    current = ""
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { current += characters }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    if name == "title" { title = current }
    if name == "text" { texts.append((current, elements.last { $0.name == "text" }?.attributes ?? [:])) }
  }
}
