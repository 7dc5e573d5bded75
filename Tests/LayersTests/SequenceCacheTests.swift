import Layers
import Tensors
import TestSupport
import Testing

struct SequenceCacheTests {
  /// Two attention layers in a row, one of them with shared keys and a window.
  private final class Model: Module {
    let first = SelfAttention(width: 12, headCount: 3)
    let second = SelfAttention(width: 12, headCount: 6, groupCount: 2, mask: .window(4))
    var children: [Child] { [.module("first", first), .module("second", second)] }

    func callAsFunction(_ x: Tensor, _ pass: inout ForwardPass) -> Tensor {
      let x = first(x, addedTo: x, &pass)
      return second(x, addedTo: x, &pass)
    }
  }

  private func reading(_ x: Tensor, chunks: [Int], _ model: Model, _ cache: SequenceCache) -> Tensor {
    withoutGradients {
      var parts: [Tensor] = [], start = 0
      for count in chunks {
        #expect(cache.length == start)
        var pass = ForwardPass.continuing(cache)
        #expect(pass.start == start && !pass.isTraining)
        parts.append(model(x.slice(axis: 1, start..<start + count), &pass))
        start += count
      }
      return concatenate(parts, axis: 1)
    }
  }

  @Test func readingTokensOneByOneOrInChunksEqualsReadingThemTogether() {
    let model = Model(), x = leaf([2, 9, 12])
    fill(model)
    var pass = ForwardPass.evaluation
    let expected = withoutGradients { model(x, &pass) }
    #expect(pass.start == 0)
    let single = reading(x, chunks: Array(repeating: 1, count: 9), model, SequenceCache(sequenceCount: 2, capacity: 9))
    expectTensor(single, matches: expected.elements, shape: [2, 9, 12], tolerance: 2e-6)
    for chunks in [[9], [4, 5], [1, 7, 1]] {
      let chunked = reading(x, chunks: chunks, model, SequenceCache(sequenceCount: 2, capacity: 9))
      #expect(chunked.elements == single.elements)
    }
  }

  @Test func aCacheCanBeClearedAndSpreadsAPrompt() {
    let model = Model(), x = leaf([1, 5, 12]), cache = SequenceCache(sequenceCount: 3, capacity: 8)
    fill(model)
    let expected = reading(x, chunks: [5], model, cache).elements
    cache.removeAll()
    #expect(cache.length == 0)
    #expect(reading(x, chunks: [4, 1], model, cache).elements == expected)
    cache.spreadFirstSequence()
    let next = leaf([1, 1, 12], seed: 3)
    var pass = ForwardPass.continuing(cache)
    let results = withoutGradients { model(next.repeated(to: [3, 1, 12]), &pass) }
    #expect(cache.length == 6)
    for sequence in 1..<3 { #expect(results[sequence].elements == results[0].elements) }
  }

  /// Three sequences of five tokens: after taking back two, the third becomes the second and all go on.
  @Test func tokensCanBeTakenBackAndSequencesReplaced() {
    let model = Model(), x = leaf([3, 8, 12]), cache = SequenceCache(sequenceCount: 3, capacity: 20)
    fill(model)
    let rows = withoutGradients { (0..<3).map { x.slice(axis: 0, $0..<$0 + 1) } }
    _ = reading(withoutGradients { x.slice(axis: 1, 0..<5) }, chunks: [5], model, cache)
    cache.truncate(to: 3)
    cache.copySequence(from: 2, to: 1)
    #expect(cache.length == 3)
    let next = withoutGradients { leaf([3, 4, 12], seed: 5) }
    var pass = ForwardPass.continuing(cache)
    let actual = withoutGradients { model(next, &pass) }
    for (sequence, source) in [0, 2, 2].enumerated() {
      let alone = SequenceCache(sequenceCount: 1, capacity: 20)
      let text = withoutGradients {
        concatenate([rows[source].slice(axis: 1, 0..<3), next.slice(axis: 0, sequence..<sequence + 1)], axis: 1)
      }
      let expected = reading(text, chunks: [3, 4], model, alone)
      #expect(actual[sequence].elements == withoutGradients { expected[0].slice(axis: 0, 3..<7).elements })
    }
  }
}
