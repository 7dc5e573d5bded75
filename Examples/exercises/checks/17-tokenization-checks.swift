import Foundation
import Kindling

/// The checks of lab 17.
let lab17 = ExerciseLab(
  17, "tokenization", file: "17-tokenization.swift",
  exercises: [
    Exercise("pairCounts") {
      try check(
        "pairCounts([[1, 2, 3]: 1, [2, 3]: 4])", try pairCounts([[1, 2, 3]: 1, [2, 3]: 4]),
        is: [[1, 2]: 1, [2, 3]: 5],
        hint: "A word that occurs four times has each of its pairs four times.")
      try check(
        "pairCounts([[7, 7, 7]: 3])", try pairCounts([[7, 7, 7]: 3]), is: [[7, 7]: 6],
        hint: "The pair stands at two places of the word.")
      try check(
        "pairCounts([[5]: 9, []: 2])", try pairCounts([[5]: 9, []: 2]), is: [:],
        hint: "A word of fewer than two tokens has no pair.")
    },
    Exercise("merged") {
      try check(
        "merged([1, 2, 3, 1, 2], pair: [1, 2], into: 256)", try merged([1, 2, 3, 1, 2], pair: [1, 2], into: 256),
        is: [256, 3, 256], hint: "Every occurrence becomes one token, the last one too.")
      try check(
        "merged([7, 7, 7], pair: [7, 7], into: 300)", try merged([7, 7, 7], pair: [7, 7], into: 300), is: [300, 7],
        hint: "Go from left to right; a token that was merged is not used again.")
      try check(
        "merged([2, 1], pair: [1, 2], into: 256)", try merged([2, 1], pair: [1, 2], into: 256), is: [2, 1],
        hint: "The order of a pair matters.")
    },
    Exercise("learnedMerges") {
      try check(
        "learnedMerges([[97, 98, 99]: 2, [97, 98]: 1, [98, 99]: 5], count: 2)",
        try learnedMerges([[97, 98, 99]: 2, [97, 98]: 1, [98, 99]: 5], count: 2), is: [[98, 99], [97, 256]],
        hint: "98 99 occurs 7 times and becomes token 256. Then 97 256 is left twice, and 97 98 only once.")
      try check(
        "learnedMerges([[4, 5]: 3, [2, 9]: 3, [2, 3]: 3], count: 3)",
        try learnedMerges([[4, 5]: 3, [2, 9]: 3, [2, 3]: 3], count: 3), is: [[2, 3], [2, 9], [4, 5]],
        hint: "All three are equally frequent: the smaller left token first, then the smaller right one.")
      try check(
        "learnedMerges([[1, 2]: 8], count: 5)", try learnedMerges([[1, 2]: 8], count: 5), is: [[1, 2]],
        hint: "After one merge, the word is a single token and has no pair.")
    },
    Exercise("encoded") {
      let merges = [[98, 99], [97, 98], [256, 100]]
      try check(
        "encoded([97, 98, 99], merges: [[98, 99], [97, 98], [256, 100]])",
        try encoded([97, 98, 99], merges: merges), is: [97, 256],
        hint: "98 99 was learned before 97 98, so it is merged first, although it stands further right.")
      try check(
        "encoded([98, 99, 100, 97, 98], merges: the same)", try encoded([98, 99, 100, 97, 98], merges: merges),
        is: [258, 257], hint: "A new token can be part of the next pair: 256 100 becomes 258.")
      try check(
        "encoded([1, 2, 3], merges: the same)", try encoded([1, 2, 3], merges: merges), is: [1, 2, 3],
        hint: "A word without a learned pair stays as it is.")
    },
    Exercise("longestMatches") {
      let pieces: Set = ["token", "to", "##ken", "##iz", "##ization", "##s", "##i"]
      try check(
        "longestMatches(\"tokenization\", in: token, to, ##ken, ##iz, ##ization, ##s, ##i)",
        try longestMatches("tokenization", in: pieces), is: ["token", "##ization"],
        hint: "The longest piece at each place; after the first, only pieces with ## fit.")
      try check(
        "longestMatches(\"tos\", in: the same)", try longestMatches("tos", in: pieces), is: ["to", "##s"],
        hint: "The ## is part of the name, not of the word.")
      try check(
        "longestMatches(\"tokenx\", in: the same)", try longestMatches("tokenx", in: pieces), is: nil,
        hint: "Nothing fits the x, and then the whole word is unknown.")
    },
    Exercise("bitsPerCharacter") {
      try check(
        "bitsPerCharacter(natsPerToken: ln 2, tokens: 10, characters: 10)",
        try bitsPerCharacter(natsPerToken: log(2), tokens: 10, characters: 10), near: 1,
        hint: "ln 2 nats are one bit.")
      try check(
        "bitsPerCharacter(natsPerToken: 4 ln 2, tokens: 25, characters: 100)",
        try bitsPerCharacter(natsPerToken: 4 * log(2), tokens: 25, characters: 100), near: 1,
        hint: "25 tokens of 4 bits are 100 bits, for 100 characters.")
    },
  ])
