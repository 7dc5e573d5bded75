import Foundation
import Kernels
import Tensors
import Testing
import TestSupport

#if canImport(FoundationXML)
  import FoundationXML
#endif

struct GraphPictureTests {
  @Test func aPictureHasItsBoxesTextsAndArrows() throws {
    let a = Tensor(2, requiresGradient: true), b = Tensor(-3, requiresGradient: true)
    let c = (a + b) * a + a
    c.backward(keepGraph: true)
    let picture = try picture(GraphDescription(of: c, names: ["a < b & \"c\"": a, "b": b]))
    #expect(picture.boxes.count == 5)
    #expect(picture.arrowCount == 6)
    let titles = ["a < b & \"c\"", "b", "*", "+"]
    #expect(titles.allSatisfy(picture.texts.contains))
    #expect(picture.texts.contains("value 2.0"))
    #expect(picture.texts.contains("gradient 2.0"))
  }

  @Test func boxesStayInsideThePictureAndDoNotOverlap() throws {
    let x = leaf([3, 4]), w1 = leaf([5, 4]), w2 = leaf([2, 5]), bias = leaf([2])
    let loss = crossEntropy(
      linear(linear(x, weight: w1).tanh(), weight: w2, bias: bias) + bias, targets: [0, 1, 1])
    let picture = try picture(GraphDescription(of: loss))
    #expect(picture.boxes.count == 9)
    for (i, box) in picture.boxes.enumerated() {
      #expect(picture.frame.contains(box))
      for other in picture.boxes[..<i] { #expect(!box.intersects(other)) }
    }
  }

  /// Otherwise the arrow a -> c in (a + a) * a would seem to come from the sum.
  @Test func arrowsPassAroundTheBoxesBetweenTheirEnds() throws {
    let a = Tensor(2, requiresGradient: true), b = Tensor(-3, requiresGradient: true)
    let longWays = (a * b + a - b) * (a * a) / (b + 1) + a
    let picture = try picture(GraphDescription(of: longWays))
    #expect(picture.boxes.count == 10)
    #expect(picture.arrowCount == 15)
    for points in picture.arrows {
      #expect(
        !points.contains { point in picture.boxes.contains { $0.insetBy(dx: 1, dy: 1).contains(point) } })
      #expect(points.allSatisfy(picture.frame.contains))
    }
  }

  private func picture(_ description: GraphDescription) throws -> Picture {
    let picture = Picture()
    let parser = XMLParser(data: Data(description.svg.utf8))
    parser.delegate = picture
    try #require(parser.parse(), "not well-formed: \(String(describing: parser.parserError))")
    return picture
  }
}

/// Reads boxes, texts and arrows from an SVG file.
private final class Picture: NSObject, XMLParserDelegate {
  var frame = CGRect.zero
  var boxes: [CGRect] = []
  var texts: [String] = []
  /// Points along each arrow.
  var arrows: [[CGPoint]] = []
  var arrowCount: Int { arrows.count }
  private var text: String?

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String]
  ) {
    let number = { (key: String) in Double(attributes[key] ?? "") ?? 0 }
    switch name {
    case "svg": frame = CGRect(x: 0, y: 0, width: number("width"), height: number("height"))
    case "rect" where attributes["rx"] != nil:
      boxes.append(CGRect(x: number("x"), y: number("y"), width: number("width"), height: number("height")))
    case "path" where attributes["marker-end"] != nil: arrows.append(points(attributes["d"] ?? ""))
    case "text": text = ""
    default: break
    }
  }

  func parser(_ parser: XMLParser, foundCharacters characters: String) { text? += characters }

  func parser(_ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?) {
    guard name == "text", let finished = text else { return }
    texts.append(finished)
    text = nil
  }

  /// Returns points along a path that consists of a move, cubic curves and horizontal lines.
  private func points(_ path: String) -> [CGPoint] {
    var points: [CGPoint] = []
    for command in path.matches(of: /([A-Z])([^A-Z]*)/) {
      let numbers = command.2.split(separator: " ").compactMap { Double($0) }
      let start = points.last ?? .zero
      switch (command.1, numbers.count) {
      case ("M", 2): points.append(CGPoint(x: numbers[0], y: numbers[1]))
      case ("H", 1):
        points += (1...20).map { CGPoint(x: start.x + (numbers[0] - start.x) * Double($0) / 20, y: start.y) }
      case ("C", 6):
        points += (1...20).map { step in
          let t = Double(step) / 20, u = 1 - t
          let at = { (i: Int, first: Double) in
            u * u * u * first + 3 * u * u * t * numbers[i] + 3 * u * t * t * numbers[i + 2]
              + t * t * t * numbers[i + 4]
          }
          return CGPoint(x: at(0, start.x), y: at(1, start.y))
        }
      default: Issue.record("an unexpected path: \(path)")
      }
    }
    return points
  }
}
