import Foundation
import Kindling

/// The checks of lab 07.
let lab07 = ExerciseLab(
  7, "transformer", file: "07-the-transformer-block.swift",
  exercises: [
    Exercise("normalized") {
      let root = (3.5 + 1e-5).squareRoot()
      try check(
        "normalized([1, 2, 3, 6])", try normalized([1, 2, 3, 6]), near: [-2 / root, -1 / root, 0, 3 / root],
        hint: "The variance is the sum of the squared distances divided by 4, not by 3.")
      try check(
        "normalized([5, 5, 5])", try normalized([5, 5, 5]), near: [0, 0, 0],
        hint: "The variance of equal numbers is 0; the epsilon belongs under the root.")
      let small = 0.001 / (1e-6 + 1e-5).squareRoot()
      try check(
        "normalized([0.001, 0.003])", try normalized([0.001, 0.003]), near: [-small, small],
        hint: "The epsilon is added to the variance, before the root is taken.")
    },
    Exercise("gptParameterCount") {
      let hint =
        "A block has 12 C C matrix weights and 13 C other parameters. The output layer is the token embedding, and the "
        + "last norm has 2 C."
      // The sizes share no factor, so the difference shows which part of a wrong count is off.
      let small = GPTConfiguration(vocabularySize: 11, contextLength: 7, layerCount: 3, headCount: 1, width: 5)
      try check(
        "gptParameterCount(layers: 3, width: 5, context: 7, vocabulary: 11)",
        try gptParameterCount(layers: 3, width: 5, context: 7, vocabulary: 11), is: GPT(small).parameterCount,
        hint: hint)
      try check(
        "gptParameterCount(layers: 12, width: 768, context: 1024, vocabulary: 50257)",
        try gptParameterCount(layers: 12, width: 768, context: 1024, vocabulary: 50257), is: 124_439_808, hint: hint)
    },
    Exercise("carried") {
      let block = TransformerBlock(width: 12, headCount: 3, layerCount: 1, bias: true, dropout: 0)
      var generator = RandomGenerator(seed: 8)
      // Large enough for each part to show in the result.
      for parameter in block.parameters {
        for i in 0..<parameter.count { parameter.data[i] = generator.normal() * 0.5 }
      }
      let x = Tensor.normal([2, 5, 12], using: &generator)
      var pass = ForwardPass.evaluation
      let expected = block(x, &pass)
      let result = try carried(x, through: block)

      let half = TransformerBlock(width: 12, headCount: 3, layerCount: 1, bias: true, dropout: 0)
      for (source, target) in zip(block.parameters, half.parameters) {
        target.data.update(from: source.data, count: source.count)
      }
      for last in [half.feedForward.down.weight, half.feedForward.down.bias!] {
        last.data.update(repeating: 0, count: last.count)
      }
      try check(
        "carried(x, through: a block whose feed-forward layer returns zeros)", try carried(x, through: half),
        shape: [2, 5, 12], near: half(x, &pass).elements,
        hint: "The first half is x plus the output projection of the attention of the normalized x.")
      try check(
        "carried(x, through: block)", result, shape: [2, 5, 12], near: expected.elements,
        hint:
          "The second half reads the result of the first and is added to it, with a norm before it and GELU inside.")
    },
    Exercise("sinusoidalPosition") {
      try check(
        "sinusoidalPosition(0, width: 6)", try sinusoidalPosition(0, width: 6), near: [0, 1, 0, 1, 0, 1],
        hint: "Even channels are sines, odd ones cosines.")
      try check(
        "sinusoidalPosition(100, width: 4)", try sinusoidalPosition(100, width: 4),
        near: [sin(100), cos(100), sin(1), cos(1)],
        hint: "Both channels of a pair have the exponent of the even one.")
    },
    Exercise("RMSNorm") {
      let norm = RMSNorm(3)
      let x = Tensor([2, 3], [1, 2, 4, 0.001, 0.002, 0.002])
      // Called before any parameter is read, because with an unlisted child, reading one would stop the program.
      _ = try norm(x)
      try check(
        "RMSNorm(3).unlistedChildren", norm.unlistedChildren, is: [],
        hint: "A parameter that is not among the children is neither trained nor saved.")
      try check(
        "the names and shapes of its parameters", norm.namedParameters.map { "\($0.name) \($0.parameter.shape)" },
        is: ["weight (3,)"])
      norm.initialize(seed: 1)
      try check("the initial weight", norm.parameters[0].elements, near: [1, 1, 1], hint: "It starts with .ones.")
      for (i, value) in [2, -1, 0.5].enumerated() { norm.parameters[0].data[i] = Float(value) }
      let roots = [(7 + 1e-5).squareRoot(), (3e-6 + 1e-5).squareRoot()]
      let expected = [2 / roots[0], -2 / roots[0], 2 / roots[0], 0.002 / roots[1], -0.002 / roots[1], 0.001 / roots[1]]
      try check(
        "RMSNorm(3) of [[1, 2, 4], [0.001, 0.002, 0.002]] with the weight [2, -1, 0.5]", try norm(x), shape: [2, 3],
        near: expected.map { Float($0) },
        hint: "Each row has its own root; the epsilon is added to the mean of the squares, before the root.")
      let sum = try norm(x).sum()
      if sum.requiresGradient { sum.backward() }
      let slopes = [1 / roots[0] + 0.001 / roots[1], 2 / roots[0] + 0.002 / roots[1], 4 / roots[0] + 0.002 / roots[1]]
      let gradient = norm.parameters[0].gradient ?? Tensor.zeros([3])
      try check(
        "the weight's gradient", gradient, shape: [3], near: slopes.map { Float($0) },
        hint: "Compute with tensors only, so the gradient can reach the weight.")
    },
  ])
