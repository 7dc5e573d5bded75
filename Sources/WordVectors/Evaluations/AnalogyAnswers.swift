import Kernels
import Tensors

/// An analogy question with words given by their numbers: "a is to b as c is to ..."
struct AnalogyQuestion {
  let a, b, c: Int32
}

/// The numbers of words and of questions in one matrix product: small enough for its cosines to stay in the cache.
private let wordBlock = 1024, questionBlock = 512

extension WordVectors {
  /// Returns the answer to each question: the word whose vector has the largest cosine with b - a + c, where each
  /// vector is scaled to length 1 first. The question's own words, in any capitalization, are excluded. The answer is
  /// nil if no word is left.
  ///
  /// The cosines of a block of words with all questions are one matrix product. Only the best of each block is kept.
  func answers(to questions: [AnalogyQuestion], _ words: FoldedWords) -> [Int32?] {
    guard !questions.isEmpty else { return [] }
    let directions = directions(of: questions), excluded = excludedWords(questions, words)
    var best = [Float](repeating: -.infinity, count: questions.count)
    var answers = [Int32](repeating: -1, count: questions.count)
    let units = Tensor(unfilled: [wordBlock, dimensions])
    let scores = Tensor(unfilled: [min(questionBlock, questions.count), wordBlock])
    for start in stride(from: 0, to: words.count, by: wordBlock) {
      let block = start..<min(start + wordBlock, words.count)
      fillUnitVectors(units.data, block)
      let packed = PackedMatrix(units.data, n: block.count, k: dimensions, transposed: true)
      for first in stride(from: 0, to: questions.count, by: questionBlock) {
        let rows = first..<min(first + questionBlock, questions.count)
        matrixProduct(scores.data, directions.data + first * dimensions, packed, m: rows.count)
        for row in rows {
          for word in excluded[row] where block.contains(Int(word)) {
            scores.data[(row - first) * block.count + Int(word) - start] = -.infinity
          }
        }
        best.withUnsafeMutableBufferPointer { best in
          answers.withUnsafeMutableBufferPointer { answers in
            raiseToLargest(
              best.baseAddress! + first, answers.baseAddress! + first, scores.data, rows: rows.count,
              columns: block.count, firstColumn: start)
          }
        }
      }
    }
    return answers.map { $0 < 0 ? nil : $0 }
  }

  /// Returns b - a + c for each question: (Q, D).
  private func directions(of questions: [AnalogyQuestion]) -> Tensor {
    let directions = Tensor(unfilled: [questions.count, dimensions])
    for (row, question) in questions.enumerated() {
      let a = unitVector(question.a), b = unitVector(question.b), c = unitVector(question.c)
      let direction = directions.data + row * dimensions
      for i in 0..<dimensions { direction[i] = b[i] - a[i] + c[i] }
    }
    return directions
  }

  /// Fills in the vectors of a block of consecutive words, scaled to length 1; zero vectors stay zero.
  private func fillUnitVectors(_ units: UnsafeMutablePointer<Float>, _ block: Range<Int>) {
    let divisors = block.map { lengths[$0] > 0 ? lengths[$0] : 1 }
    broadcast(
      .divide, units, vectors.data + block.lowerBound * dimensions, divisors, shape: [block.count, dimensions],
      xStrides: [dimensions, 1], yStrides: [1, 0])
  }

  /// Returns the words that cannot be the answer to each question: its own words, in any capitalization.
  private func excludedWords(_ questions: [AnalogyQuestion], _ words: FoldedWords) -> [[Int32]] {
    func folds(_ question: AnalogyQuestion) -> [Int32] {
      [question.a, question.b, question.c].map { words.folds[Int($0)] }
    }
    var variants = Dictionary(questions.flatMap(folds).map { ($0, [Int32]()) }) { first, _ in first }
    for (word, fold) in words.folds.enumerated() { variants[fold]?.append(Int32(word)) }
    return questions.map { folds($0).flatMap { variants[$0] ?? [] } }
  }
}
