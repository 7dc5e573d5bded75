import Console
import Projection
import Reports
import Tensors
import WordVectors

/// The ways to project words onto the plane.
enum PlotProjection: String, CaseIterable, OptionValue, Encodable {
  case pca
  case tSNE = "t-sne"

  /// The name in titles.
  var name: String { self == .pca ? "PCA" : "t-SNE" }
}

/// Words projected onto the plane, with a measure of how faithful the picture is.
struct WordMap {
  let coordinates: [[Double]]
  /// The share of the variance that each axis shows, with PCA; nil with t-SNE.
  private(set) var shares: [Double]?
  /// The Kullback-Leibler divergence of the picture from the vectors, with t-SNE; nil with PCA.
  private(set) var divergence: Double?

  /// Projects the words onto the two directions in which they differ most.
  init(components points: Tensor) {
    let components = PrincipalComponents(of: points, count: 2)
    coordinates = components.coordinates(of: points)
    shares = components.shares
  }

  /// Places the words by t-SNE, which keeps neighbors close together.
  init(_ method: TSNE, _ points: Tensor, _ remarks: Remarks) {
    let drawing = method.drawing(of: points) { step, divergence in
      let figures = "divergence \(Formats.fixed(divergence, decimals: 3))"
      remarks.update("t-SNE: step \(Formats.grouped(step)) of \(Formats.grouped(method.iterations))  \(figures)")
    }
    remarks.finish()
    (coordinates, divergence) = (drawing.coordinates, drawing.divergence)
  }

  /// Draws the words.
  func plot(_ words: PlottedWords, _ vectors: WordVectors, title: String) -> ScatterPlot {
    var plot: ScatterPlot
    if let shares {
      let titles = zip(["first", "second"], shares).map { name, share in
        "\(name) component, \(Formats.significant(100 * share, digits: 2)) % of the variance"
      }
      plot = ScatterPlot(title: title, xTitle: titles[0], yTitle: titles[1])
    } else {
      // The coordinates of t-SNE have no meaning of their own.
      plot = ScatterPlot(
        title: title, xTitle: "words near each other are used alike; large distances say little", yTitle: "")
      plot.hasNumbers = false
    }
    plot.groups = words.groupNames
    plot.points = words.numbers.indices.map { i in
      .init(
        vectors.words[words.numbers[i]], x: coordinates[i][0], y: coordinates[i][1], group: words.groups[i])
    }
    plot.arrows = words.arrows.map { .init(from: $0.from, to: $0.to) }
    return plot
  }
}
