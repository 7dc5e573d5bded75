import Foundation
import Layers
import Tensors
import TestSupport
import Testing

/// Compares outputs and all gradients of the layers with those of PyTorch's `nn.RNN` and `nn.LSTM` in double precision.
struct ReferenceTests {
  private typealias Values = [String: ReferenceTensor]

  private static func values(_ kind: String) throws -> Values {
    let all: [String: Values] = try reference("recurrent.json", in: .module)
    return try #require(all[kind])
  }

  private static func set(_ parameter: Parameter, _ values: ReferenceTensor) throws {
    try #require(parameter.shape == Shape(values.shape))
    for (i, value) in values.data.enumerated() { parameter.data[i] = value }
  }

  private static func check(
    _ layer: some RecurrentLayer, _ input: Linear, _ recurrent: Parameter, _ values: Values
  ) throws {
    func value(_ name: String) throws -> ReferenceTensor { try #require(values[name], "\(name)") }
    try set(input.weight, value("input_weight"))
    try set(#require(input.bias), value("bias"))
    try set(recurrent, value("recurrent_weight"))
    let x = try value("input").leaf, hidden = try value("hidden_0").leaf, cell = values["cell_0"]?.leaf
    let (y, state) = layer(x, from: RecurrentState(hidden: hidden, cell: cell))
    expectTensor(y, matches: try value("output"), tolerance: 3e-7, "output")
    if let last = values["last_cell"] { expectTensor(state.cell, matches: last, tolerance: 3e-7, "last cell") }
    #expect(state.hidden.elements == y[y.shape[0] - 1].elements)
    #expect(!state.hidden.requiresGradient && state.cell?.requiresGradient != true)
    y.backward(try value("cotangent").constant)
    let gradients = [
      "d_input": x.gradient, "d_input_weight": input.weight.gradient, "d_recurrent_weight": recurrent.gradient,
      "d_bias": input.bias?.gradient, "d_hidden_0": hidden.gradient,
    ]
    for (name, gradient) in gradients { expectTensor(gradient, matches: try value(name), tolerance: 1e-6, name) }
    if let cell { expectTensor(cell.gradient, matches: try value("d_cell_0"), tolerance: 1e-6, "d_cell_0") }
  }

  @Test func anRNNMatchesPyTorch() throws {
    let layer = RNN(3, 5)
    try Self.check(layer, layer.input, layer.recurrent, Self.values("rnn"))
  }

  @Test func anLSTMMatchesPyTorch() throws {
    let layer = LSTM(3, 5)
    try Self.check(layer, layer.input, layer.recurrent, Self.values("lstm"))
  }
}
