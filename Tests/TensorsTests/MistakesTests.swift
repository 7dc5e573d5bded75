import Kernels
import Numerics
import Tensors
import Testing

/// Wrong shapes and indices stop the program with a message that names the operation and the shapes.
struct MistakesTests {
  @Test(arguments: Mistake.allCases) func mistakesStopTheProgramWithTheirMessage(_ mistake: Mistake) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [mistake] in
      mistake.make()
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Fatal error: \(mistake.message)\n"))
  }
}

enum Mistake: String, CaseIterable, Codable, Sendable {
  case negativeSize, axis, elementCount, subscriptCount, subscriptElement, subscriptRange, subscriptOfRange,
    subscriptPastEnd, item
  case raggedLists, raggedLiteral, numberAmongLists
  case comparison, maximumOfTwo, pow, select, selectCondition
  case stack, stackAxis, stackNothing, splitParts, splitSizes, gatherCount, gatherIndex, gatherNegative, cumulativeSum
  case add, addOfRanks, subtract, multiply, divide
  case matmul, matmulOfVectors, matmulOfStacks, linear, linearBias
  case linearResidual, linearRate, feedForwardUp, feedForwardBias, feedForwardDown, feedForwardResidual, feedForwardRate
  case reshaped, reshapedRest, transposed, permuted, repeated, slice, sliceAxis
  case concatenate, concatenateRanks, concatenateNothing
  case sumAxis, maxOfNothing, minOfNothing, argmax, softmax, logSoftmax, logSumExp, layerNorm, layerNormBias
  case layerNormEpsilon, layerNormEpsilonNaN, meanSquaredError
  case embeddingTable, embeddingCount, embeddingId, embeddingNegativeId
  case crossEntropyCount, crossEntropyTarget, dropoutRate
  case attentionHeads, attentionGroups, attentionRate, attentionWindow, attentionBias, headGates, gateShape, softCap,
    sinusoids,
    separateAttention, separateAttentionGroups
  case backwardOfMany, backwardOfConstant, backwardCotangent, backwardTwice

  var message: String { lookup.message }
  func make() { lookup.make() }

  private var lookup: (message: String, make: () -> Void) {
    let x = Tensor.ones([2, 3]), row = Tensor.ones([5])
    var generator = RandomGenerator(seed: 1)
    func feedForward(up: Shape, upBias: Tensor? = nil, down: Shape, rate: Float = 0) {
      let weights = FeedForwardWeights(up: .ones(up), upBias: upBias, down: .ones(down))
      _ = Tensors.feedForward(x, weights, addedTo: x, dropout: rate, using: &generator)
    }
    switch self {
    case .negativeSize:
      return ("the sizes of a shape must not be negative: [2, -3]", { _ = Shape([2, -3]) })
    case .axis: return ("shape: there is no axis 2 in shape (2, 3)", { _ = x.shape[2] })
    case .elementCount:
      return ("Tensor: shape (2, 3) has 6 elements, not 2", { _ = Tensor([2, 3], [1, 2]) })
    case .subscriptCount: return ("subscript: 3 indices are too many for shape (2, 3)", { _ = x[1, 0, 0] as Tensor })
    case .subscriptElement:
      return ("subscript: an element of shape (2, 3) needs 2 indices, not 1", { _ = x[1] as Float })
    case .subscriptRange:
      return ("subscript: index -4 is outside axis 1 of shape (2, 3)", { _ = x[1, -4] })
    case .subscriptOfRange:
      return ("subscript: 1..<4 is outside axis 1 of shape (2, 3)", { _ = x[0..., 1...3] })
    case .subscriptPastEnd: return ("subscript: 3... is outside axis 0 of shape (2, 3)", { _ = x[3...] })
    case .raggedLists:
      return ("Tensor: lists of shapes (2,) and (1,) cannot form one tensor", { _ = Tensor([[1, 2], [3]]) })
    case .raggedLiteral:
      return (
        "Tensor: lists of shapes (2, 1) and (2, 2) cannot form one tensor",
        { let _: Tensor = [[[1], [2]], [[3, 4], [5, 6]]] }
      )
    case .numberAmongLists:
      return ("Tensor: lists of shapes (2,) and () cannot form one tensor", { let _: Tensor = [[1, 2], 3] })
    case .comparison: return ("less: shapes (2, 3) and (5,) are incompatible", { _ = x .< row })
    case .maximumOfTwo: return ("maximum: shapes (2, 3) and (5,) are incompatible", { _ = maximum(x, row) })
    case .pow: return ("power: shapes (5,) and (2, 3) are incompatible", { _ = Tensors.pow(row, x) })
    case .select: return ("select: shapes (2, 3) and (5,) are incompatible", { _ = Tensors.select(x, x, row) })
    case .selectCondition:
      return ("select: shapes (2, 3) and (5,) are incompatible", { _ = Tensors.select(row, x, x) })
    case .stack: return ("stack: shapes (2, 3) and (5,) are not equal", { _ = Tensors.stack([x, row]) })
    case .stackAxis:
      return ("stack: cannot insert an axis at 3 into shape (2, 3)", { _ = Tensors.stack([x], axis: 3) })
    case .stackNothing: return ("stack: there is nothing to stack", { _ = Tensors.stack([]) })
    case .splitParts:
      return (
        "split: axis 1 of shape (2, 3) cannot be split into 2 equal parts", { _ = x.split(axis: -1, into: 2) }
      )
    case .splitSizes:
      return (
        "split: sizes [1, 1] do not add up to the size of axis 1 of shape (2, 3)",
        { _ = x.split(axis: 1, sizes: [1, 1]) }
      )
    case .gatherCount:
      return (
        "gather: 3 indices do not divide evenly among the 2 columns along axis 1 of shape (2, 3)",
        { _ = x.gather(axis: 1, [0, 1, 2]) }
      )
    case .gatherIndex: return ("gather: index 3 is outside axis 1 of shape (2, 3)", { _ = x.gather(axis: 1, [0, 3]) })
    case .gatherNegative:
      return ("gather: index -1 is outside axis 0 of shape (5,)", { _ = row.gather(axis: 0, [-1 as Int32]) })
    case .cumulativeSum:
      return ("cumulativeSum: there is no axis 2 in shape (2, 3)", { _ = x.cumulativeSum(axis: 2) })
    case .item: return ("item: shape (2, 3) has 6 elements, not one", { _ = x.item })
    case .add: return ("add: shapes (2, 3) and (5,) are incompatible", { _ = x + row })
    case .addOfRanks:
      return ("add: shapes (2, 3) and (2, 3, 2) are incompatible", { _ = x + .ones([2, 3, 2]) })
    case .subtract: return ("subtract: shapes (2, 3) and (5,) are incompatible", { _ = x - row })
    case .multiply: return ("multiply: shapes (5,) and (2, 3) are incompatible", { _ = row * x })
    case .divide: return ("divide: shapes (2, 3) and (2,) are incompatible", { _ = x / .ones([2]) })
    case .matmul:
      return ("matmul: shapes (2, 3) and (2, 3) are incompatible", { _ = Tensors.matmul(x, x) })
    case .matmulOfVectors:
      return ("matmul: shapes (5,) and (5,) are incompatible", { _ = Tensors.matmul(row, row) })
    case .matmulOfStacks:
      return (
        "matmul: shapes (4, 2, 3) and (5, 3, 2) are incompatible",
        { _ = Tensors.matmul(.ones([4, 2, 3]), .ones([5, 3, 2])) }
      )
    case .linear:
      return (
        "linear: x of shape (2, 3) does not match a weight of shape (3, 2)",
        { _ = Tensors.linear(x, weight: .ones([3, 2])) }
      )
    case .linearBias:
      return (
        "linear: bias of shape (5,) does not match a weight of shape (4, 3)",
        { _ = Tensors.linear(x, weight: .ones([4, 3]), bias: row) }
      )
    case .linearResidual:
      return (
        "linear: a result of shape (2, 4) cannot be added to a residual of shape (2, 3)",
        { _ = Tensors.linear(x, weight: .ones([4, 3]), addedTo: x, dropout: 0, using: &generator) }
      )
    case .linearRate:
      return (
        "linear: the dropout rate must be at least 0 and below 1, not 1.0",
        { _ = Tensors.linear(x, weight: .ones([3, 3]), addedTo: x, dropout: 1, using: &generator) }
      )
    case .feedForwardUp:
      return (
        "feedForward: x of shape (2, 3) does not match a weight of shape (3, 4)",
        { feedForward(up: [3, 4], down: [4, 3]) }
      )
    case .feedForwardBias:
      return (
        "feedForward: bias of shape (5,) does not match a weight of shape (4, 3)",
        { feedForward(up: [4, 3], upBias: row, down: [3, 4]) }
      )
    case .feedForwardDown:
      return (
        "feedForward: x of shape (2, 4) does not match a weight of shape (3, 5)",
        { feedForward(up: [4, 3], down: [3, 5]) }
      )
    case .feedForwardResidual:
      return (
        "feedForward: a result of shape (2, 5) cannot be added to a residual of shape (2, 3)",
        { feedForward(up: [4, 3], down: [5, 4]) }
      )
    case .feedForwardRate:
      return (
        "feedForward: the dropout rate must be at least 0 and below 1, not -0.5",
        { feedForward(up: [4, 3], down: [3, 4], rate: -0.5) }
      )
    case .reshaped:
      return (
        "reshaped: shape (2, 3) has 6 elements, (4, 2) has 8", { _ = x.reshaped(to: [4, 2]) }
      )
    case .reshapedRest:
      return (
        "reshaped: 6 elements of shape (2, 3) do not fit into [-1, 4]", { _ = x.reshaped(to: [-1, 4]) }
      )
    case .transposed: return ("transposed: there is no axis -2 in shape (5,)", { _ = row.transposed() })
    case .permuted:
      return ("permuted: [0, 0] is not a permutation of the axes of shape (2, 3)", { _ = x.permuted([0, 0]) })
    case .repeated:
      return ("repeated: shape (2, 3) cannot be repeated to (3,)", { _ = x.repeated(to: [3]) })
    case .slice:
      return ("slice: 1..<4 is outside axis 1 of shape (2, 3)", { _ = x.slice(axis: -1, 1..<4) })
    case .sliceAxis: return ("slice: there is no axis 2 in shape (2, 3)", { _ = x.slice(axis: 2, 0..<1) })
    case .concatenate:
      return (
        "concatenate: shapes (2, 3) and (3, 2) are incompatible along axis 0",
        { _ = Tensors.concatenate([x, .ones([3, 2])], axis: 0) }
      )
    case .concatenateRanks:
      return (
        "concatenate: shapes (2, 3) and (5,) are incompatible along axis 1",
        { _ = Tensors.concatenate([x, row], axis: -1) }
      )
    case .concatenateNothing:
      return ("concatenate: there is nothing to join", { _ = Tensors.concatenate([], axis: 0) })
    case .sumAxis: return ("sum: there is no axis -3 in shape (2, 3)", { _ = x.sum(axis: -3) })
    case .maxOfNothing:
      return ("max: axis 1 of shape (2, 0) is empty", { _ = Tensor.zeros([2, 0]).max(axis: 1) })
    case .minOfNothing:
      return ("min: axis 0 of shape (0, 2) is empty", { _ = Tensor.zeros([0, 2]).min(axis: 0) })
    case .argmax: return ("argmax: there is no axis -1 in shape ()", { _ = Tensor(1).argmax() })
    case .softmax: return ("softmax: there is no axis -1 in shape ()", { _ = Tensor(1).softmax() })
    case .logSoftmax:
      return ("logSoftmax: axis 1 of shape (2, 0) is empty", { _ = Tensor.zeros([2, 0]).logSoftmax() })
    case .logSumExp:
      return ("logSumExp: axis 0 of shape (0, 2) is empty", { _ = Tensor.zeros([0, 2]).logSumExp(axis: 0) })
    case .layerNorm:
      return (
        "layerNorm: x of shape (2, 3) does not match a weight of shape (5,)",
        { _ = Tensors.layerNorm(x, weight: row) }
      )
    case .layerNormBias:
      return (
        "layerNorm: bias of shape (5,) does not match a weight of shape (3,)",
        { _ = Tensors.layerNorm(x, weight: .ones([3]), bias: row) }
      )
    case .layerNormEpsilon:
      return (
        "layerNorm: epsilon must be a finite number of at least 0, not -1e-05",
        { _ = Tensors.layerNorm(x, weight: .ones([3]), epsilon: -1e-5) }
      )
    case .layerNormEpsilonNaN:
      return (
        "layerNorm: epsilon must be a finite number of at least 0, not nan",
        { _ = Tensors.layerNorm(x, weight: .ones([3]), epsilon: .nan) }
      )
    case .meanSquaredError:
      return (
        "meanSquaredError: shapes (3, 1) and (3,) are not equal",
        { _ = Tensors.meanSquaredError(.ones([3, 1]), .ones([3])) }
      )
    case .embeddingTable:
      return (
        "embedding: the table must have two axes, not shape (5,)",
        { _ = Tensors.embedding(row, ids: [0], shape: [1]) }
      )
    case .embeddingCount:
      return (
        "embedding: 3 ids do not fill shape (2, 2)",
        { _ = Tensors.embedding(x, ids: [0, 1, 1], shape: [2, 2]) }
      )
    case .embeddingId:
      return (
        "embedding: id 2 is outside the table of shape (2, 3)",
        { _ = Tensors.embedding(x, ids: [0, 2], shape: [2]) }
      )
    case .embeddingNegativeId:
      return (
        "embedding: id -1 is outside the table of shape (2, 3)",
        { _ = Tensors.embedding(x, ids: [-1], shape: [1]) }
      )
    case .crossEntropyCount:
      return (
        "crossEntropy: 3 targets for logits of shape (2, 3)",
        { _ = Tensors.crossEntropy(x, targets: [0, 1, 2]) }
      )
    case .crossEntropyTarget:
      return (
        "crossEntropy: target 3 is outside the last axis of logits of shape (2, 3)",
        { _ = Tensors.crossEntropy(x, targets: [0, 3]) }
      )
    case .dropoutRate:
      return (
        "dropout: the rate must be at least 0 and below 1, not 1.0",
        { _ = Tensors.dropout(x, rate: 1, using: &generator) }
      )
    case .gateShape:
      return (
        "gatedFeedForward: a gate of shape (4, 3) does not match an up weight of shape (5, 3)",
        {
          let weights = GatedFeedForwardWeights(gate: .ones([4, 3]), up: .ones([5, 3]), down: .ones([3, 5]))
          _ = gatedFeedForward(x, weights, addedTo: x, dropout: 0, using: &generator)
        }
      )
    case .headGates:
      return (
        "gatedHeads: gates of shape (2, 2) do not match heads of shape (2, 3)",
        { _ = gatedHeads(x, by: .ones([2, 2])) }
      )
    case .softCap:
      return ("softCapped: the cap must be a finite number above 0, not 0.0", { _ = softCapped(x, cap: 0) })
    case .sinusoids:
      return (
        "sinusoidalPositions: 3 positions from -1 with 8 channels are not possible",
        { _ = sinusoidalPositions(count: 3, width: 8, start: -1) }
      )
    case .attentionHeads:
      return (
        """
        attention: shape (1, 4, 9) does not hold queries for 2 heads, and keys and values for 1; it must be \
        (B, T, (2 + 2 * 1) D)
        """,
        { _ = attention(qkv: .ones([1, 4, 9]), headCount: 2, groupCount: 1) }
      )
    case .attentionGroups:
      return (
        "attention: 2 groups of keys and values do not divide 3 heads",
        { _ = attention(qkv: .ones([1, 4, 7]), headCount: 3, groupCount: 2) }
      )
    case .attentionRate:
      return (
        "attention: the dropout rate must be at least 0 and below 1, not 1.0",
        { _ = attention(qkv: .ones([1, 4, 6]), headCount: 2, dropout: 1, using: &generator) }
      )
    case .attentionWindow:
      return (
        "attention: a window must hold at least one key, not 0",
        { _ = attention(qkv: .ones([1, 4, 6]), headCount: 2, mask: .window(0)) }
      )
    case .attentionBias:
      return (
        "attention: linear biases need a mask that hides later keys, since the distance to these would be negative",
        { _ = attention(qkv: .ones([1, 4, 6]), headCount: 2, mask: .none, bias: .alibi) }
      )
    case .separateAttention:
      return (
        """
        attention: queries of shape (1, 4, 2, 3) do not match keys of shape (1, 5, 2, 3) and values of shape \
        (1, 4, 2, 3); they must be (B, T, H, D), (B, S, G, D) and (B, S, G, D), where G divides H
        """,
        {
          let q = Tensor.ones([1, 4, 2, 3])
          _ = attention(q, .ones([1, 5, 2, 3]), q, mask: .none)
        }
      )
    case .separateAttentionGroups:
      return (
        """
        attention: queries of shape (1, 4, 5, 3) do not match keys of shape (1, 4, 2, 3) and values of shape \
        (1, 4, 2, 3); they must be (B, T, H, D), (B, S, G, D) and (B, S, G, D), where G divides H
        """,
        {
          let k = Tensor.ones([1, 4, 2, 3])
          _ = attention(.ones([1, 4, 5, 3]), k, k, mask: .none)
        }
      )
    case .backwardOfMany:
      return ("backward: needs one number to start from, not shape (2, 3)", { x.backward() })
    case .backwardOfConstant:
      return ("backward: this tensor depends on nothing that requires a gradient", { Tensor(1).backward() })
    case .backwardCotangent:
      return (
        "backward: the cotangent's shape (5,) is not (2, 3)",
        {
          x.requiresGradient = true
          (x * x).backward(row)
        }
      )
    case .backwardTwice:
      return (
        "backward: the graph behind sum was freed by an earlier backward()",
        {
          x.requiresGradient = true
          let y = x.sum()
          y.backward()
          y.backward()
        }
      )
    }
  }
}
