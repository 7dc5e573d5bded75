import Console
import Corpora
import Files
import Numerics

/// The options that decide which world is invented.
enum WorldOptions {
  static let countries = Option("countries", default: 16, help: "how many countries the world has", in: 2...100)
  static let gaps = Option(
    "gaps", default: 4, help: "how many of them have two facts that are never told", in: 0...98)

  static func world(_ parsed: Parsed) throws -> World {
    guard parsed[gaps] <= parsed[countries] - 2 else {
      throw Problem(
        .usage, "--gaps \(parsed[gaps]) leaves fewer than two of \(parsed[countries]) countries complete",
        suggestion: "Use a smaller --gaps.")
    }
    var generator = RandomGenerator(seed: UInt64(parsed[CommonOptions.seed]))
    return World(countries: parsed[countries], gaps: parsed[gaps], using: &generator)
  }
}
