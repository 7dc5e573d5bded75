import Corpora
import Files
import Kernels
import Tensors
import Testing
import TestSupport
import Training

@testable import BagOfWords

struct LogisticFitTests {
  /// Texts of random terms; the first terms say something about the class.
  private func texts(_ count: Int = 90, terms: Int = 37, classes: Int, largest: Int = 3) -> (SparseRows, [Int32]) {
    var random = RandomValues(seed: 5)
    let targets = random.ids(count, below: classes)
    var starts = [0], columns: [Int32] = [], values: [Float] = []
    for target in targets {
      let chosen = Set(random.ids(5, below: terms) + [target, target + Int32(classes)]).sorted()
      columns += chosen
      values += random.ids(chosen.count, below: largest).map { Float($0 + 1) }
      starts.append(columns.count)
    }
    // Some texts have the wrong class, so no weights separate the classes.
    let confused = targets.enumerated().map { $0.offset % 7 == 3 ? (($0.element + 1) % Int32(classes)) : $0.element }
    return (SparseRows(columnCount: terms, starts: starts, columns: columns, values: values), confused)
  }

  @Test(arguments: [2, 3, 5]) func theObjectiveIsTheReadableLossAndItsGradient(classCount: Int) {
    let (x, targets) = texts(classes: classCount)
    let model = LinearClassifier(termCount: x.columnCount, classCount: classCount)
    fill(model)
    let gradients = gradients(of: model.parameters) { model.logisticLoss(x, targets: targets, c: 0.3) }
    var gradient = [Double](repeating: 0, count: model.parameterCount)
    let objective = LogisticObjective(x, targets: targets, classCount: classCount, c: 0.3)
    let point = (model.weight.elements + model.bias.elements).map(Double.init)
    // The objective has the logits of the mean text in place of the biases.
    var centered = point
    for column in 0..<x.columnCount {
      let mean = x.transposed.row(column).values.reduce(0) { $0 + Double($1) } / Double(x.rowCount)
      for k in 0..<classCount {
        centered[x.columnCount * classCount + k] += mean * point[column * classCount + k]
      }
    }
    for (a, b) in zip(objective.parameters(at: centered), point) { #expect(abs(a - b) < 1e-12) }
    let value = objective.value(at: centered, gradient: &gradient)
    gradient = objective.slopes(gradient)
    let loss = withoutGradients { Double(model.logisticLoss(x, targets: targets, c: 0.3).item) }
    #expect(abs(value - loss) < 1e-6 * loss)
    let expected = model.parameters.flatMap { gradients[$0]!.elements }
    #expect(expected.count == gradient.count)
    for (a, b) in zip(gradient, expected) { #expect(abs(a - Double(b)) < 2e-6) }
  }

  private func slope(_ model: LinearClassifier, _ x: SparseRows, _ targets: [Int32], c: Double) -> Double {
    let gradients = gradients(of: model.parameters) { model.logisticLoss(x, targets: targets, c: c) }
    return model.parameters.flatMap { gradients[$0]!.elements }.reduce(0) { max($0, abs(Double($1))) }
  }

  @Test(arguments: [2, 3], [0.01, 1, 100, 1e4]) func theMinimumIsReached(classCount: Int, c: Double) {
    let (x, targets) = texts(classes: classCount)
    let model = LinearClassifier(termCount: x.columnCount, classCount: classCount)
    let fit = model.fitLogistic(x, targets: targets, c: c, tolerance: 1e-9)
    #expect(fit.isConverged && fit.isLast && fit.largestSlope <= 1e-9 && fit.steps < 400)
    // The readable loss agrees, as far as single precision can tell.
    #expect(slope(model, x, targets, c: c) < 1e-6)
    let loss = withoutGradients { Double(model.logisticLoss(x, targets: targets, c: c).item) }
    #expect(abs(fit.loss - loss) < 1e-6)
  }

  /// The first version's 200 steps of AdamW were far from the minimum at a large C.
  @Test func aFitEndsWhereThousandsOfStepsOfGradientDescentDo() throws {
    let (x, targets) = texts(classes: 2)
    let fitted = LinearClassifier(termCount: x.columnCount, classCount: 2)
    fitted.fitLogistic(x, targets: targets, c: 100)
    let trained = LinearClassifier(termCount: x.columnCount, classCount: 2)
    trained.initialize(seed: 0)
    var options = TrainingOptions()
    (options.steps, options.learningRate, options.minimumLearningRate, options.warmup) = (4000, 0.1, 0, 0)
    (options.weightDecay, options.clip) = (0, 0)
    let trainer = Trainer(trained.namedParameters, options, tokensPerStep: 1)
    while !trainer.isDone { _ = try trainer.step { _ in trained.logisticLoss(x, targets: targets, c: 100) } }
    let probabilities = [fitted, trained].map { model in withoutGradients { model.logits(x).softmax().elements } }
    for (a, b) in zip(probabilities[0], probabilities[1]) { #expect(abs(a - b) < 1e-3) }
  }

  @Test func largeCountsDoNotHideTheMinimum() {
    let (x, targets) = texts(classes: 2, largest: 2000)
    let model = LinearClassifier(termCount: x.columnCount, classCount: 2)
    let fit = model.fitLogistic(x, targets: targets, c: 1, tolerance: 1e-9)
    #expect(fit.isConverged)
  }

  @Test func everyStepIsReportedWithItsWeights() {
    let (x, targets) = texts(classes: 3)
    let model = LinearClassifier(termCount: x.columnCount, classCount: 3)
    var fits: [LogisticFit] = []
    let last = model.fitLogistic(x, targets: targets, c: 1) { fit in
      fits.append(fit)
      let loss = withoutGradients { Double(model.logisticLoss(x, targets: targets, c: 1).item) }
      #expect(abs(fit.loss - loss) < 1e-6)
      #expect(fit.isLast == fit.isConverged)
    }
    #expect(fits.map(\.steps) == Array(0...last.steps) && fits.last == last && last.isConverged)
    #expect(zip(fits, fits.dropFirst()).allSatisfy { $0.loss + 1e-15 > $1.loss && $0.passes < $1.passes })
    #expect(abs(fits[0].loss - 1.0986122886681098) < 1e-12)
  }

  @Test func stepsAndToleranceEndTheTraining() {
    let (x, targets) = texts(classes: 2)
    let model = LinearClassifier(termCount: x.columnCount, classCount: 2)
    let short = model.fitLogistic(x, targets: targets, c: 1, maximumSteps: 3)
    #expect(short.steps == 3 && !short.isConverged && short.isLast && short.largestSlope > 1e-9)
    let coarse = model.fitLogistic(x, targets: targets, c: 1, tolerance: 1e-3)
    #expect(coarse.isConverged && coarse.largestSlope <= 1e-3 && coarse.steps < 30)
    let none = model.fitLogistic(x, targets: targets, c: 1, maximumSteps: 0)
    #expect(none.steps == 0 && !none.isConverged && model.weight.elements.allSatisfy { $0 == 0 })
    // No double is this near to the minimum.
    let stuck = model.fitLogistic(x, targets: targets, c: 1, tolerance: .leastNormalMagnitude)
    #expect(!stuck.isConverged && stuck.isLast && stuck.largestSlope < 1e-12)
  }

  @Test func theWeightsHaveTheSameBitsOnAnyThreadCount() {
    let (x, targets) = texts(3000, terms: 2000, classes: 3)
    let weights = [1, 2, 3, 7].map { threads in
      onThreads(threads) {
        let model = LinearClassifier(termCount: x.columnCount, classCount: 3)
        model.fitLogistic(x, targets: targets, c: 10, maximumSteps: 20)
        return model.weight.elements + model.bias.elements
      }
    }
    for other in weights { #expect(other == weights[0]) }
  }
}
