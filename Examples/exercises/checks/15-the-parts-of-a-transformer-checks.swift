import Foundation
import Kindling

/// The checks of lab 15.
let lab15 = ExerciseLab(
  15, "parts", file: "15-the-parts-of-a-transformer.swift",
  exercises: [
    Exercise("rotated") {
      try check(
        "rotated([1, 2, 3, 4], position: 0, base: 10000)", try rotated([1, 2, 3, 4], position: 0, base: 10_000),
        near: [1, 2, 3, 4], hint: "At position 0, all angles are 0.")
      let (c, s) = (cos(3.0), sin(3.0))
      try check(
        "rotated([1, 2], position: 3, base: 10000)", try rotated([1, 2], position: 3, base: 10_000),
        near: [c - 2 * s, 2 * c + s],
        hint: "The only pair turns by 3 radians: base^0 is 1. Use both old numbers for both new ones.")
      try check(
        "rotated([1, 2, 3, 4], position: 5, base: 100)", try rotated([1, 2, 3, 4], position: 5, base: 100),
        near: turned([1, 2, 3, 4], by: [5, 0.5]),
        hint: "Channels 0 and 2 are a pair and turn by 5; channels 1 and 3 turn by 5 / 100^(2 / 4) = 0.5.")
      // The point of it: products depend on the distance only.
      let (query, key) = ([0.5, -1, 2, 0.25, 1, 3], [1.5, 0.5, -0.75, 1, -2, 0.125])
      func score(_ p: Int, _ q: Int) throws -> Double {
        try zip(rotated(query, position: p, base: 50), rotated(key, position: q, base: 50)).reduce(0) {
          $0 + $1.0 * $1.1
        }
      }
      try check(
        "the product of a query at 9 and a key at 7", try score(9, 7), near: try score(2, 0),
        hint: "It should be the same as at 2 and 0: both are two tokens apart.")
    },
    Exercise("linearBias") {
      try check(
        "linearBias(distance: 0, head: 3, headCount: 4)", try linearBias(distance: 0, head: 3, headCount: 4), near: 0,
        hint: "A token loses nothing when it looks at itself.")
      try check(
        "linearBias(distance: 3, head: 0, headCount: 8)", try linearBias(distance: 3, head: 0, headCount: 8),
        near: -1.5, hint: "The slope of the first of eight heads is 2^-1.")
      try check(
        "linearBias(distance: 10, head: 1, headCount: 2)", try linearBias(distance: 10, head: 1, headCount: 2),
        near: -10.0 / 256, hint: "The slope of the last head is always 2^-8: it looks farthest.")
    },
    Exercise("gatedChannels") {
      try check(
        "gatedChannels(gate: [0, 0], up: [3, -3])", try gatedChannels(gate: [0, 0], up: [3, -3]), near: [0, 0],
        hint: "silu(0) is 0: a gate of 0 is closed.")
      let sigmoid = 1 / (1 + exp(-2.0))
      try check(
        "gatedChannels(gate: [2, -2, 2], up: [1, 1, -3])", try gatedChannels(gate: [2, -2, 2], up: [1, 1, -3]),
        near: [2 * sigmoid, -2 * (1 - sigmoid), -6 * sigmoid],
        hint: "silu is x times the sigmoid of x, not the sigmoid alone; `up` stays as it is.")
    },
    Exercise("sharedHead") {
      try check(
        "sharedHead(ofHead: h, headCount: 6, groupCount: 2) of each h",
        try (0..<6).map { try sharedHead(ofHead: $0, headCount: 6, groupCount: 2) }, is: [0, 0, 0, 1, 1, 1],
        hint: "Each of the two is shared by three neighbors.")
      try check(
        "sharedHead(ofHead: h, headCount: 4, groupCount: 4) of each h",
        try (0..<4).map { try sharedHead(ofHead: $0, headCount: 4, groupCount: 4) }, is: [0, 1, 2, 3],
        hint: "With as many as there are heads, each has its own.")
      try check(
        "sharedHead(ofHead: 4, headCount: 5, groupCount: 1)", try sharedHead(ofHead: 4, headCount: 5, groupCount: 1),
        is: 0, hint: "There is only one.")
    },
    Exercise("cachedNumbers") {
      try check(
        "cachedNumbers(layers: 2, groupCount: 3, headSize: 5, tokens: 7, window: nil)",
        try cachedNumbers(layers: 2, groupCount: 3, headSize: 5, tokens: 7, window: nil), is: 420,
        hint: "2 blocks, 7 tokens, and 3 keys and 3 values of 5 channels each.")
      try check(
        "cachedNumbers(layers: 2, groupCount: 3, headSize: 5, tokens: 7, window: 4)",
        try cachedNumbers(layers: 2, groupCount: 3, headSize: 5, tokens: 7, window: 4), is: 240,
        hint: "Only the last 4 tokens can still be seen.")
      try check(
        "cachedNumbers(layers: 2, groupCount: 3, headSize: 5, tokens: 3, window: 4)",
        try cachedNumbers(layers: 2, groupCount: 3, headSize: 5, tokens: 3, window: 4), is: 180,
        hint: "A short text does not fill the window.")
    },
  ])

/// A head whose pairs are turned by these angles.
private func turned(_ head: [Double], by angles: [Double]) -> [Double] {
  let half = angles.count
  let first = (0..<half).map { head[$0] * cos(angles[$0]) - head[$0 + half] * sin(angles[$0]) }
  return first + (0..<half).map { head[$0 + half] * cos(angles[$0]) + head[$0] * sin(angles[$0]) }
}
