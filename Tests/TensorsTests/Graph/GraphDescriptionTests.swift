import Kernels
import Tensors
import Testing
import TestSupport

struct GraphDescriptionTests {
  @Test func dotHasABoxPerNodeAndAnArrowPerUse() {
    let a = Tensor(2, requiresGradient: true)
    let c = (a + a) * a
    c.backward(keepGraph: true)
    #expect(
      GraphDescription(of: c, names: ["a": a, "c": c]).dot == #"""
        digraph {
          rankdir=LR
          node [shape=box, style=rounded]
          n0 [label="a\nvalue 2.0\ngradient 8.0"]
          n1 [label="+\nvalue 4.0\ngradient 2.0"]
          n2 [label="c = *\nvalue 8.0\ngradient 1.0"]
          n0 -> n1
          n0 -> n1
          n1 -> n2
          n0 -> n2
        }

        """#)
  }

  @Test func smallTensorsShowTheirNumbersAndLargeOnesTheirShape() {
    let x = Tensor([3, 5], (0..<15).map { Float($0) / 16 }, requiresGradient: true)
    let weight = Tensor([1, 5], [1, 2, 3, 4, 5], requiresGradient: true)
    let y = linear(x, weight: weight)
    #expect(
      GraphDescription(of: y.sum(axis: 0), names: ["w": weight, "x": x, "elsewhere": Tensor(1)]).dot.split(
        separator: "\n")[3...6]
        .joined(separator: "\n") == #"""
            n0 [label="x\nshape (3, 5)"]
            n1 [label="w\nshape (1, 5)\nvalue 1, 2, 3, 4, 5"]
            n2 [label="linear\nshape (3, 1)\nvalue 2.5, 7.188, 11.88"]
            n3 [label="sum\nshape (1,)\nvalue 21.5625"]
          """#)
  }

  @Test func constantsAreNotDrawn() {
    let x = Tensor(2, requiresGradient: true)
    let dot = GraphDescription(of: x + Tensor(1)).dot
    #expect(dot.contains(#"n0 [label="leaf\nvalue 2.0"]"#))
    #expect(dot.contains("n0 -> n1"))
    #expect(!dot.contains("n2"))
  }

  @Test func quotesAndBackslashesAreEscaped() {
    let x = Tensor(2, requiresGradient: true)
    #expect(GraphDescription(of: x, names: [#"say "\x""#: x]).dot.contains(#"label="say \"\\x\"\nvalue"#))
  }

  @Test func aTensorWithoutHistoryIsOneBox() {
    #expect(
      GraphDescription(of: Tensor.ones([2, 3])).dot == #"""
        digraph {
          rankdir=LR
          node [shape=box, style=rounded]
          n0 [label="tensor\nshape (2, 3)"]
        }

        """#)
  }

  @Test func theOrderIsTheSameInEveryRun() {
    let x = leaf([2]), y = leaf([2])
    let z = x * y + (y - x) * (x + y)
    let first = GraphDescription(of: z).dot
    for _ in 0..<20 { #expect(GraphDescription(of: z).dot == first) }
  }
}
