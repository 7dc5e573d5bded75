import Files
import Foundation
import TestSupport
import Testing

@testable import Mixtures

/// Sentences that repeat words, but not in the same order.
func tale(_ lines: Range<Int> = 0..<200) -> String {
  let who = ["the ferry", "a goat", "Nell", "the baker", "an old clock", "the miller"]
  let does = ["waits for", "sees", "has lost", "sings to", "carries"]
  let what = ["the river.", "a loaf of bread,", "the bell;", "seven sheep!", "its own shadow?", "the tide."]
  return lines.map { i in "\(who[i * i % 6]) \(does[i / 2 % 5]) \(what[i * i / 3 % 6])\n" }.joined()
}

let taleScalars = Array(Set(tale().unicodeScalars)).sorted()

func tokens(_ text: String) -> [Int32] { text.unicodeScalars.map { Int32(taleScalars.firstIndex(of: $0)!) } }

extension ContextMixer {
  /// The probabilities of all tokens.
  fileprivate var probabilities: [Float] {
    [Float](unsafeUninitializedCapacity: tree.tokenCount) { buffer, count in
      count = tree.tokenCount
      buffer.initialize(repeating: 0)
      fillProbabilities(into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
    }
  }
}

struct ContextMixerTests {
  private func learned(_ text: String = tale()) -> ContextMixer {
    let mixer = ContextMixer(scalars: taleScalars, capacity: text.count)
    for token in tokens(text) { _ = mixer.probability(reading: token) }
    return mixer
  }

  @Test func theProbabilitiesOfAllTokensAddUpToOneAfterAnyContext() {
    var values = RandomValues(seed: 2)
    let mixer = learned(), V = taleScalars.count
    for round in 0..<200 {
      if round % 20 == 0 { mixer.begin() }
      if round % 2 == 0 {
        // A network that is nearly sure, or rules tokens out, or is not normalized.
        let network = values.floats(V, in: 0...1).map { $0 < 0.3 ? 0 : pow($0, Float(1 + round % 40)) }
        network.withUnsafeBufferPointer(mixer.setNetwork)
      }
      let all = mixer.probabilities, sum = all.reduce(0) { $0 + Double($1) }
      #expect(abs(sum - 1) < 1e-5 && all.allSatisfy { $0 > 0 && $0 < 1 }, "\(sum)")
      mixer.learning = round % 3 == 0 ? .all : .nothing
      let token = round % 5 == 0 ? values.ids(1, below: V)[0] : tokens(tale())[round]
      let probability = mixer.probability(reading: token)
      // While it learns, each answer changes what it says about the next one.
      let tolerance = mixer.learning == .nothing ? 1e-5 : 2
      #expect(abs(log(probability / Double(all[Int(token)]))) < tolerance)
    }
  }

  @Test(arguments: [Float.nan, .infinity, 0, -1])
  func aNetworkWithoutSenseIsNoHarm(value: Float) {
    let mixer = learned()
    [Float](repeating: value, count: taleScalars.count).withUnsafeBufferPointer(mixer.setNetwork)
    #expect(abs(mixer.probabilities.reduce(0) { $0 + Double($1) } - 1) < 1e-5)
  }

  @Test func aVocabularyOfOneTokenIsCertain() {
    let mixer = ContextMixer(scalars: ["a"], capacity: 10)
    #expect(mixer.probabilities == [1] && mixer.probability(reading: 0) == 1)
  }

  @Test func aTextCostsLessTheMoreOfItIsKnown() {
    let mixer = ContextMixer(scalars: taleScalars, capacity: 10_000)
    func bits(_ text: String) -> Double {
      let all = tokens(text)
      return all.reduce(0) { $0 - log2(mixer.probability(reading: $1)) } / Double(all.count)
    }
    let first = bits(tale(0..<30)), second = bits(tale(200..<230))
    mixer.begin()
    let again = bits(tale(200..<230))
    #expect(first > 1 && second < 0.5 * first && again < 0.5 * second, "\(first), \(second), \(again)")
  }

  @Test func aNetworkThatKnowsIsTrusted() {
    let text = tokens(tale()), mixer = ContextMixer(scalars: taleScalars, capacity: text.count)
    var bits = 0.0
    for (i, token) in text.enumerated() {
      var network = [Float](repeating: 0.1 / Float(taleScalars.count), count: taleScalars.count)
      network[Int(token)] += 0.9
      network.withUnsafeBufferPointer(mixer.setNetwork)
      let probability = mixer.probability(reading: token)
      if i >= text.count / 2 { bits -= log2(probability) }
    }
    #expect(bits / Double(text.count / 2) < 0.1)
  }

  /// What the mixer learned about the network no longer holds: in hindsight it finds out, though it learns nothing
  /// else.
  @Test func aNetworkThatFailsLosesTrustInHindsight() {
    let V = taleScalars.count
    func network(_ token: Int32) -> [Float] {
      (0..<V).map { $0 == Int(token) ? 0.95 : 0.05 / Float(V - 1) }
    }
    let mixer = ContextMixer(scalars: taleScalars, capacity: 9000)
    for token in tokens(tale()) {
      network(token).withUnsafeBufferPointer(mixer.setNetwork)
      _ = mixer.probability(reading: token)
    }
    mixer.learning = .nothing
    let before = mixer.fileContents, text = tokens(tale(190..<390))
    func bits(_ range: Range<Int>) -> Double {
      text[range].reduce(0) { sum, token in
        network((token + 1) % Int32(V)).withUnsafeBufferPointer(mixer.setNetwork)
        return sum - log2(mixer.probability(reading: token))
      }
    }
    mixer.begin()
    let first = bits(0..<200)
    _ = bits(200..<text.count - 200)
    let last = bits(text.count - 200..<text.count)
    #expect(last < 0.5 * first, "\(first), \(last)")
    // A new text does not know of this one.
    mixer.begin()
    #expect(bits(0..<200) == first && mixer.fileContents == before)
  }

  @Test func theSameTextLeadsToTheSameState() {
    #expect(learned().fileContents == learned().fileContents)
    #expect(learned().fileContents != learned(tale(1..<201)).fileContents)
  }

  @Test func withoutLearningNothingChanges() {
    let mixer = learned(), before = mixer.fileContents, used = mixer.parameterCount
    mixer.learning = .nothing
    mixer.begin()
    let first = tokens(tale(300..<320)).map(mixer.probability(reading:))
    mixer.begin()
    #expect(tokens(tale(300..<320)).map(mixer.probability(reading:)) == first)
    #expect(mixer.fileContents == before && mixer.parameterCount == used)
  }

  @Test func countingATextIsReadingItWithoutItsWeights() {
    let (counted, read) = (ContextMixer(scalars: taleScalars, capacity: 9000), learned())
    counted.count(tokens(tale()))
    counted.histories = read.histories
    counted.confidence = read.confidence
    counted.mixers = read.mixers
    counted.finalWeights = read.finalWeights
    counted.countsAlone = read.countsAlone
    counted.correction = read.correction
    for mixer in [counted, read] {
      mixer.learning = .nothing
      mixer.begin()
    }
    let text = tokens(tale(190..<230))
    #expect(zip(text.map(counted.probability(reading:)), text.map(read.probability(reading:))).allSatisfy(==))
  }

  @Test func aSmallTableForgetsButStaysADistribution() {
    let mixer = ContextMixer.ofBytes(capacity: 0)
    var values = RandomValues(seed: 3)
    for _ in 0..<5000 { _ = mixer.probability(reading: Int32(values.next() % 256)) }
    #expect(abs(mixer.probabilities.reduce(0) { $0 + Double($1) } - 1) < 1e-5)
  }
}

struct CountsFileTests {
  private func saved() -> (mixer: ContextMixer, data: Data) {
    let mixer = ContextMixer(scalars: taleScalars, capacity: 9000)
    for token in tokens(tale()) { _ = mixer.probability(reading: token) }
    mixer.learning = .nothing
    return (mixer, mixer.fileContents)
  }

  private func read(_ data: Data, _ scalars: [Unicode.Scalar] = taleScalars) throws -> ContextMixer {
    try ContextMixer(data, codes: scalars.map { Array(String($0).utf8) }, name: "counts")
  }

  @Test func aMixerFromAFilePredictsTheSame() throws {
    let (mixer, data) = saved(), again = try read(data)
    #expect(again.fileContents == data && again.parameterCount == mixer.parameterCount)
    mixer.begin()
    let text = tokens(tale(190..<230))
    #expect(zip(text.map(again.probability(reading:)), text.map(mixer.probability(reading:))).allSatisfy(==))
  }

  /// A character takes a byte, and a larger vocabulary's token as many as it needs.
  @Test(arguments: [(256, 1), (257, 2)])
  func aFileTakesNoMoreBytesThanTheTextNeeds(tokenCount: Int, bytes: Int) throws {
    let scalars = (0..<UInt32(tokenCount)).map { Unicode.Scalar(0x4E00 + $0)! }
    func file(_ length: Int) throws -> Data {
      let mixer = ContextMixer(scalars: scalars, capacity: 100)
      mixer.count((0..<length).map { Int32(tokenCount - 1 - $0 % 7) })
      let data = mixer.fileContents
      #expect(try read(data, scalars).fileContents == data)
      return data
    }
    #expect(try file(1000).count - file(0).count == 1000 * bytes)
  }

  @Test func damagedFilesAreRefused() throws {
    let data = saved().data
    for count in [0, 7, 8, 31, 39, 40, data.count / 2, data.count - 1] {
      #expect(throws: Problem.self) { try read(data.prefix(count)) }
    }
    for place in stride(from: 0, to: data.count, by: data.count / 97) {
      var other = data
      other[place] ^= 16
      #expect(throws: Problem.self) { try read(other) }
    }
    #expect(throws: Problem.self) { try read(data, taleScalars.dropLast()) }
  }

  /// A checksum only detects accidents; what a file claims must be possible, too.
  @Test func filesWithAValidChecksumAndImpossibleContentsAreRefused() throws {
    let data = saved().data
    func changed(_ place: Int, _ value: UInt32) -> Data {
      var other = data.dropLast(8)
      withUnsafeBytes(of: value.littleEndian) { other.replaceSubrange(place..<place + 4, with: $0) }
      withUnsafeBytes(of: fingerprint(of: other).littleEndian) { other.append(contentsOf: $0) }
      return other
    }
    #expect(throws: Never.self) { try read(changed(32, 0)) }
    for (place, value) in [
      (8, 3), (12, 0), (16, .max), (20, 1), (28, .max), (32, 99), (data.count - 12, Float.nan.bitPattern),
      (data.count - 12, Float(1.5).bitPattern),
    ] as [(Int, UInt32)] {
      #expect(throws: Problem.self, "\(place)") { try read(changed(place, value)) }
    }
  }
}
