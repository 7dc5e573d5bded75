import BagOfWords
import Corpora
import Foundation
import Tensors
import Testing
import TestSupport
import Training

struct LinearClassifierTests {
  private let texts = Documents([
    "warm warm sun", "sun and sea", "cold rain", "cold cold wind and rain", "warm rain", "fog",
  ])
  private let targets: [Int32] = [0, 0, 1, 1, 0, 2]

  private func vectors(_ values: TermValues = .counts) throws -> (bag: BagOfWords, x: SparseRows) {
    let (bag, counts) = try BagOfWords.counting(texts, order: .sorted)
    return (bag, counts.vectors(values, bag.vocabulary))
  }

  @Test func everyChildIsListed() {
    expectChildrenAreComplete(LinearClassifier(termCount: 3, classCount: 2), "classifier")
  }

  @Test func theHighestLogitWinsAndTheFirstOfEquals() {
    let model = LinearClassifier(termCount: 2, classCount: 3)
    model.initialize(seed: 1)
    let x = SparseRows(columnCount: 2, starts: [0, 0, 1, 2], columns: [0, 1], values: [1, 1])
    #expect(model.predictions(x) == [0, 0, 0])
    for (i, w) in [0, 2, 2, 1, 0, 3].enumerated() { model.weight.data[i] = Float(w) }
    #expect(model.predictions(x) == [0, 1, 2])
    #expect(model.evidence(ofTerm: 0) == [-2, 1, 1] && model.evidence(ofTerm: 1) == [-0.5, -2, 2.5])
  }

  @Test(arguments: [1, 0.25]) func naiveBayesMatchesTheFormula(alpha: Double) throws {
    let (bag, x) = try vectors()
    let model = LinearClassifier(termCount: bag.vocabulary.count, classCount: 3)
    model.countNaiveBayes(x, targets: targets, smoothing: alpha)
    // Of the eight terms, class 0 has "warm" 3 times, "sun" twice, and "and", "sea" and "rain" once.
    let total = 8 + alpha * 8
    for (term, count) in [("warm", 3.0), ("sun", 2), ("sea", 1), ("cold", 0)] {
      let column = try #require(bag.vocabulary.column(of: term))
      #expect(abs(Double(model.weight[column, 0]) - log((count + alpha) / total)) < 1e-6, "\(term)")
    }
    expectClose(
      actual: model.bias.elements.map(Double.init), expected: [3.0, 2, 1].map { log($0 / 6) }, units: 1)
    #expect(model.predictions(x) == targets.map { Int($0) })
    // The probabilities of a class's terms sum to 1.
    let sum = (0..<8).reduce(0) { $0 + exp(Double(model.weight[$1, 1])) }
    #expect(abs(sum - 1) < 1e-6)
  }

  @Test(arguments: [2, 3]) func gradientsOfTheLogisticLossMatchFiniteDifferences(classCount: Int) throws {
    let (bag, x) = try vectors(.tfIdf)
    let model = LinearClassifier(termCount: bag.vocabulary.count, classCount: classCount)
    fill(model)
    let inputs = model.namedParameters.map { (name: $0.name, tensor: $0.parameter as Tensor) }
    let targets = targets.map { min($0, Int32(classCount - 1)) }
    checkGradient(of: inputs, tolerance: 1e-4) { model.logisticLoss(x, targets: targets, c: 0.5) }
  }

  private func trained(_ x: SparseRows, _ targets: [Int32], classCount: Int, c: Double) throws -> LinearClassifier {
    let model = LinearClassifier(termCount: x.columnCount, classCount: classCount)
    model.initialize(seed: 0)
    var options = TrainingOptions()
    (options.steps, options.learningRate, options.minimumLearningRate) = (400, 0.1, 0)
    (options.weightDecay, options.clip, options.warmup) = (0, 0, 0)
    let trainer = Trainer(model.namedParameters, options, tokensPerStep: 1)
    for _ in 0..<options.steps { _ = try trainer.step { _ in model.logisticLoss(x, targets: targets, c: c) } }
    return model
  }

  /// scikit-learn's objective is C times the sum of the losses plus half of the squared weights. At its minimum, the
  /// weight of a term is C times the sum of its values times (target - probability); because of the biases, these
  /// differences sum to zero.
  @Test(arguments: [0.3, 1, 10]) func twoClassesReachTheMinimumForOneVector(c: Double) throws {
    let (_, x) = try vectors()
    let targets: [Int32] = [0, 0, 1, 1, 0, 1]
    let model = try trained(x, targets, classCount: 2, c: c)
    let probabilities = withoutGradients { model.logits(x).softmax() }
    var errors = [Double](repeating: 0, count: x.columnCount), sum = 0.0
    for row in 0..<x.rowCount {
      let error = Double(targets[row]) - Double(probabilities[row, 1])
      sum += error
      for (column, value) in zip(x.row(row).columns, x.row(row).values) { errors[Int(column)] += Double(value) * error }
    }
    #expect(abs(sum) < 1e-4)
    for column in 0..<x.columnCount {
      let w = Double(model.weight[column, 1] - model.weight[column, 0])
      #expect(abs(w - c * errors[column]) < 2e-3 * max(1, c), "term \(column)")
    }
  }

  @Test func moreClassesReachTheMinimumForOneVectorPerClass() throws {
    let (_, x) = try vectors()
    let model = try trained(x, targets, classCount: 3, c: 2)
    let probabilities = withoutGradients { model.logits(x).softmax() }
    for target in 0..<3 {
      var errors = [Double](repeating: 0, count: x.columnCount)
      for row in 0..<x.rowCount {
        let error = (Int(targets[row]) == target ? 1 : 0) - Double(probabilities[row, target])
        for (column, value) in zip(x.row(row).columns, x.row(row).values) {
          errors[Int(column)] += Double(value) * error
        }
      }
      for column in 0..<x.columnCount {
        #expect(abs(Double(model.weight[column, target]) - 2 * errors[column]) < 4e-3)
      }
    }
  }
}
