import Foundation
import Reports
import Testing

struct FrontierPictureTests {
  private func picture(_ points: [(x: Double, y: Double)], markingTurn: Bool = true) -> String {
    var picture = FrontierPicture(title: "Reward <and> divergence")
    picture.xTitle = "divergence"
    picture.bound = (3, "the best answer")
    picture.add("PPO", points, markingTurn: markingTurn)
    return picture.svg()
  }

  /// The centers of the circles of a radius.
  private func circles(_ svg: String, radius: String) -> [Double] {
    svg.matches(of: /<circle cx="([0-9.]+)" cy="[0-9.]+" r="([0-9.]+)"/).filter { $0.2 == radius }.compactMap {
      Double($0.1)
    }
  }

  @Test func eachPointIsDrawnFromLeftToRight() throws {
    let svg = picture([(0, 2), (1, 2.5), (4, 2.8)])
    let places = circles(svg, radius: "3.5")
    #expect(places.count == 3 && places == places.sorted())
    // The second point is a quarter of the way.
    #expect(abs((places[1] - places[0]) / (places[2] - places[0]) - 0.25) < 0.01)
    #expect(
      svg.contains("Reward &lt;and&gt; divergence") && svg.contains("the best answer") && svg.contains("divergence"))
  }

  @Test func theTurnIsMarkedWhereMoreOnlyCosts() {
    let turned = [(x: 0.0, y: 2.0), (1, 2.5), (4, 1)]
    let svg = picture(turned)
    #expect(circles(svg, radius: "8.0") == [circles(svg, radius: "3.5")[1]])
    #expect(circles(picture(turned, markingTurn: false), radius: "8.0") == [])
    #expect(circles(picture([(0, 2), (1, 2.5)]), radius: "8.0") == [])
  }

  @Test func pointsThatAreNotFiniteAndEmptyLinesAreLeftOut() {
    #expect(circles(picture([(0, 2), (.nan, 1), (1, .infinity)]), radius: "3.5").count == 1)
    #expect(circles(picture([]), radius: "3.5") == [])
    #expect(FrontierPicture(title: "none").svg().hasPrefix("<svg"))
  }
}
