// microgpt: a GPT in one file, from single numbers. It learns names, letter by letter, and then invents some.
//
//     swift run microgpt          1,000 steps, then twenty new names
//     swift run microgpt 10       only the first ten steps
//
// The idea is Andrej Karpathy's (2026): everything that a GPT needs, and nothing that only makes it fast. The only
// things from the library are the random numbers, and an exp and a log that are the same on every computer. Lab 14
// reads this file from top to bottom.

import Foundation
import Numerics

// MARK: A number that knows where it comes from

/// One number in the computation of the loss.
///
/// It remembers the one or two numbers that it was computed from, and its slope with respect to each.
final class Value {
  var number: Double
  /// How much the loss changes for each unit that this number changes.
  var gradient = 0.0
  private let first, second: Value?
  private let slopeOfFirst, slopeOfSecond: Double
  private var isVisited = false

  init(_ number: Double, _ first: Value? = nil, _ slopeOfFirst: Double = 0, _ second: Value? = nil, _ slope: Double = 0)
  {
    self.number = number
    (self.first, self.slopeOfFirst, self.second, slopeOfSecond) = (first, slopeOfFirst, second, slope)
  }

  static func + (a: Value, b: Value) -> Value { Value(a.number + b.number, a, 1, b, 1) }
  static func + (a: Value, b: Double) -> Value { Value(a.number + b, a, 1) }
  static func - (a: Value, b: Double) -> Value { a + -b }
  static func * (a: Value, b: Value) -> Value { Value(a.number * b.number, a, b.number, b, a.number) }
  static func * (a: Value, b: Double) -> Value { Value(a.number * b, a, b) }
  static func / (a: Value, b: Value) -> Value {
    Value(a.number / b.number, a, 1 / b.number, b, -a.number / (b.number * b.number))
  }
  func exp() -> Value {
    let y = exponential(number)
    return Value(y, self, y)
  }
  func log() -> Value { Value(naturalLogarithm(number), self, 1 / number) }
  func relu() -> Value { Value(max(0, number), self, number > 0 ? 1 : 0) }
  /// 1 / sqrt(x).
  func inverseRoot() -> Value {
    let y = 1 / number.squareRoot()
    return Value(y, self, -0.5 * y / number)
  }

  /// Adds to the gradient of every number that this one depends on, by the chain rule.
  func backward() {
    var order: [Value] = []
    func visit(_ value: Value) {
      guard !value.isVisited else { return }
      value.isVisited = true
      if let first = value.first { visit(first) }
      if let second = value.second { visit(second) }
      order.append(value)
    }
    visit(self)
    gradient = 1
    // From the loss back: a number's gradient is complete before it is passed on.
    for value in order.reversed() {
      value.first?.gradient += value.slopeOfFirst * value.gradient
      value.second?.gradient += value.slopeOfSecond * value.gradient
      value.isVisited = false
    }
  }
}

typealias Vector = [Value]
typealias Matrix = [Vector]

func sum(_ x: Vector) -> Value { x.dropFirst().reduce(x[0], +) }
func dot(_ x: some Sequence<Value>, _ y: some Sequence<Value>) -> Value { sum(zip(x, y).map(*)) }
func add(_ x: Vector, _ y: Vector) -> Vector { zip(x, y).map(+) }
/// W x.
func linear(_ W: Matrix, _ x: Vector) -> Vector { W.map { dot($0, x) } }
/// x, scaled so that the mean of its squares is 1.
func rmsNorm(_ x: Vector) -> Vector {
  let scale = (dot(x, x) * (1 / Double(x.count)) + 1e-5).inverseRoot()
  return x.map { $0 * scale }
}
/// Probabilities in proportion to e^x. Subtracting the largest first changes nothing, except that no e^x is too large.
func softmax(_ x: Vector) -> Vector {
  let largest = x.map(\.number).max()!
  let powers = x.map { ($0 - largest).exp() }, total = sum(powers)
  return powers.map { $0 / total }
}

// MARK: The model

/// Numbers from (almost) a normal distribution with mean 0 and standard deviation 0.08: the sum of twelve uniform
/// numbers has variance 1.
func matrix(_ rows: Int, _ columns: Int, _ generator: inout RandomGenerator) -> Matrix {
  (0..<rows).map { _ in
    (0..<columns).map { _ in Value(0.08 * (0..<12).reduce(-6) { x, _ in x + Double(generator.uniform()) }) }
  }
}

/// A transformer with one block: 4,192 parameters for 26 letters and the mark that begins and ends a name.
struct Model {
  static let width = 16, heads = 4, context = 16
  let tokens, positions, queries, keys, values, output, up, down, head: Matrix

  init(vocabulary: Int, _ generator: inout RandomGenerator) {
    let C = Self.width
    tokens = matrix(vocabulary, C, &generator)
    positions = matrix(Self.context, C, &generator)
    queries = matrix(C, C, &generator)
    keys = matrix(C, C, &generator)
    values = matrix(C, C, &generator)
    output = matrix(C, C, &generator)
    up = matrix(4 * C, C, &generator)
    down = matrix(C, 4 * C, &generator)
    head = matrix(vocabulary, C, &generator)
  }

  var parameters: Vector {
    [tokens, positions, queries, keys, values, output, up, down, head].flatMap { $0.flatMap { $0 } }
  }

  /// What the block has read of one name: the keys and values of each position.
  struct Memory {
    var keys: Matrix = [], values: Matrix = []
  }

  /// Reads the next token, and returns a logit for each token that might follow it.
  func logits(_ token: Int, _ memory: inout Memory) -> Vector {
    var x = rmsNorm(add(tokens[token], positions[memory.keys.count]))
    x = add(x, attention(rmsNorm(x), &memory))
    x = add(x, linear(down, linear(up, rmsNorm(x)).map { $0.relu() }))
    return linear(head, x)
  }

  /// Each head compares its part of the query with its part of every key so far, and takes a mean of their values.
  private func attention(_ x: Vector, _ memory: inout Memory) -> Vector {
    let query = linear(queries, x), size = Self.width / Self.heads
    memory.keys.append(linear(keys, x))
    memory.values.append(linear(values, x))
    var gathered: Vector = []
    for part in stride(from: 0, to: Self.width, by: size).map({ $0..<$0 + size }) {
      let weights = softmax(memory.keys.map { dot(query[part], $0[part]) * (1 / Double(size).squareRoot()) })
      gathered += part.map { channel in dot(weights, memory.values.map { $0[channel] }) }
    }
    return linear(output, gathered)
  }

  /// The mean of -log p over the letters of a name and the mark at its end.
  func loss(_ name: [Int]) -> Value {
    let targets = name.dropFirst().prefix(Self.context)
    var memory = Memory()
    let costs = zip(name, targets).map { token, next in softmax(logits(token, &memory))[next].log() * -1 }
    return sum(costs) * (1 / Double(costs.count))
  }
}

// MARK: Writing

extension Model {
  /// Draws a name: from the mark that begins it to the one that ends it. A temperature of 0.5 favors likely letters.
  func newName(of letters: [Character], _ generator: inout RandomGenerator) -> String {
    var name = "", token = letters.count, memory = Memory()
    while memory.keys.count < Self.context {
      let probabilities = softmax(logits(token, &memory).map { $0 * (1 / 0.5) }).map(\.number)
      var rest = Double(generator.uniform())
      token =
        probabilities.firstIndex { probability in
          rest -= probability
          return rest < 0
        } ?? letters.count
      if token == letters.count { break }
      name.append(letters[token])
    }
    return name
  }
}

// MARK: The optimizer

/// Adam (Kingma and Ba 2015): each parameter moves by the mean of its latest gradients, divided by their usual size.
struct Adam {
  let beta1 = 0.85, beta2 = 0.99
  private var means, squares: [Double]
  private var decay1 = 1.0, decay2 = 1.0

  init(count: Int) { (means, squares) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count)) }

  mutating func step(_ parameters: Vector, rate: Double) {
    // Both averages start at 0, so the first ones are too small by these factors.
    decay1 *= beta1
    decay2 *= beta2
    for (i, parameter) in parameters.enumerated() {
      means[i] = beta1 * means[i] + (1 - beta1) * parameter.gradient
      squares[i] = beta2 * squares[i] + (1 - beta2) * parameter.gradient * parameter.gradient
      parameter.number -= rate * (means[i] / (1 - decay1)) / ((squares[i] / (1 - decay2)).squareRoot() + 1e-8)
      parameter.gradient = 0
    }
  }
}

// MARK: Training

/// Prints a message as an error, and ends the program with an exit code of sysexits.
func fail(_ message: String, _ status: Int32) -> Never {
  FileHandle.standardError.write(Data("microgpt: \(message)\n".utf8))
  exit(status)
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count <= 1, let steps = Int(arguments.first ?? "1000"), (1...1000).contains(steps) else {
  fail("the only argument is the number of steps, from 1 to 1000: swift run microgpt 10", 64)
}
guard let text = try? String(contentsOfFile: "data/names.txt", encoding: .utf8) else {
  fail("no such file: data/names.txt. Run this in the project's folder.", 66)
}
let names = text.split(separator: "\n").map(String.init)
let letters = Set(names.joined()).sorted()
/// The token that begins and ends every name; the letters are numbered from 0.
let mark = letters.count
let documents = names.map { name in [mark] + name.map { letters.firstIndex(of: $0)! } + [mark] }

var generator = RandomGenerator(seed: 42)
let model = Model(vocabulary: letters.count + 1, &generator)
let parameters = model.parameters
var adam = Adam(count: parameters.count)
print("\(names.count) names, \(letters.count + 1) tokens, \(parameters.count) parameters")

let start = ContinuousClock.now
for step in 1...steps {
  let loss = model.loss(documents[(step - 1) % documents.count])
  loss.backward()
  // The rate falls in a straight line, to 0 after the last of 1,000 steps.
  adam.step(parameters, rate: 0.01 * (1 - Double(step - 1) / 1000))
  if step <= 10 || step % 100 == 0 { print("step \(step): loss \(String(format: "%.6f", loss.number))") }
}
let seconds = (ContinuousClock.now - start) / .seconds(1)
print("\(steps) steps in \(String(format: "%.3f", seconds)) s")
for _ in 0..<2 { print((0..<10).map { _ in model.newName(of: letters, &generator) }.joined(separator: " ")) }
