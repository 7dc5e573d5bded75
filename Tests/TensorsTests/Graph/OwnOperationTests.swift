// Only the public interface, as a student sees it: an operation can be written without the internals of the module.
import Tensors
import TestSupport
import Testing

/// log(1 + e^x), a smooth ReLU; its slope is sigmoid(x).
private func softplus(_ x: Tensor) -> Tensor {
  let y = withoutGradients { (x.exp() + 1).log() }
  return y.recorded("softplus", from: [x]) { dy, inputs in
    inputs.add(dy * x.sigmoid(), to: 0)
  }
}

/// x scaled and shifted, by loops over the numbers; the bias is optional.
private func affine(_ x: Tensor, scale: Tensor, bias: Tensor?) -> Tensor {
  let y = Tensor(unfilled: x.shape), count = x.count
  for i in 0..<count { y.data[i] = x.data[i] * scale.item + (bias?.item ?? 0) }
  return y.recorded("affine", from: [x, scale, bias]) { dy, inputs in
    inputs.accumulate(into: 0) { dx, isAdding in
      for i in 0..<count { dx[i] = (isAdding ? dx[i] : 0) + dy.data[i] * scale.item }
    }
    if let dscale = inputs.total(1) {
      for i in 0..<count { dscale[0] += dy.data[i] * x.data[i] }
    }
    inputs.add(dy.sum(), to: 2)
  }
}

struct OwnOperationTests {
  @Test func aCustomOperationHasTheGradientsOfItsFormula() {
    let x = leaf([3, 5])
    checkGradient(of: [("x", x)]) { softplus(x) }
    expectTensor(
      softplus(Tensor([0, 1] as [Float])), matches: [0.693_147_2, 1.313_261_7], shape: [2], tolerance: 1e-6)
  }

  @Test(arguments: [true, false]) func rawLoopsCanAddToAnExistingGradient(hasBias: Bool) {
    let x = leaf([7]), scale = leaf([], seed: 2), bias = hasBias ? leaf([], seed: 3) : nil
    let inputs = [("x", x), ("scale", scale)] + (bias.map { [("bias", $0)] } ?? [])
    // x is read twice, so the second gradient is added to the first.
    checkGradient(of: inputs) { affine(x, scale: scale, bias: bias) + affine(x, scale: scale, bias: nil) * x }
  }

  @Test func theNameOfACustomOperationAppearsInDrawings() {
    #expect(GraphDescription(of: softplus(leaf([2]))).dot.contains("softplus"))
  }
}
