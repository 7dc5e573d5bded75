import Kindling

// playground: a place for the Swift programs of the labs. Put a program here, then: swift run playground

let a = Tensor(3, requiresGradient: true)
let b = a * a + 2 * a
b.backward()
print("b = \(b), and its slope at a = \(a) is \(a.gradient!)")
