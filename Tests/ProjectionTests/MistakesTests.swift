import Projection
import Tensors
import Testing

/// Impossible settings and arguments stop the program with a message that names them and their values.
struct MistakesTests {
  @Test(arguments: Mistake.allCases) func mistakesStopTheProgramWithTheirMessage(_ mistake: Mistake) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [mistake] in
      mistake.make()
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Fatal error: \(mistake.message)\n"), "\(text.prefix(300))")
  }
}

enum Mistake: String, CaseIterable, Codable, Sendable {
  case perplexity, perplexityNaN, iterations, points, usual, components, badPoints

  var message: String { lookup.message }
  func make() { lookup.make() }

  private var lookup: (message: String, make: () -> Void) {
    let points = Tensor([4, 2], [0, 1, 2, 3, 4, 5, 6, 9]), bad = Tensor([4, 2], [0, 1, 2, .infinity, 4, 5, 6, 9])
    return switch self {
    case .perplexity:
      ("TSNE: a perplexity of 0.5 for 4 points", { _ = TSNE(perplexity: 0.5).drawing(of: points) })
    case .perplexityNaN:
      ("TSNE: a perplexity of nan for 4 points", { _ = TSNE(perplexity: .nan).drawing(of: points) })
    case .iterations:
      ("TSNE: 0 iterations; there must be at least 1", { _ = TSNE(perplexity: 2, iterations: 0).drawing(of: points) })
    case .points:
      ("TSNE: the points are not finite", { _ = TSNE(perplexity: 2).drawing(of: bad) })
    case .usual:
      ("TSNE: a perplexity for 1 points; there must be at least 2", { _ = TSNE.usualPerplexity(count: 1) })
    case .components:
      ("PrincipalComponents: 3 components of (4, 2)", { _ = PrincipalComponents(of: points, count: 3) })
    case .badPoints:
      ("PrincipalComponents: the points are not finite", { _ = PrincipalComponents(of: bad, count: 1) })
    }
  }
}
