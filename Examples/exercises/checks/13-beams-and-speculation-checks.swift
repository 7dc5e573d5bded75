import Foundation
import Kindling

/// The checks of lab 13.
let lab13 = ExerciseLab(
  13, "beams", file: "13-beams-and-speculation.swift",
  exercises: [
    Exercise("keptByMinP") {
      let probabilities = [0.125, 0.5, 0.25, 0.125]
      try check(
        "keptByMinP(\(probabilities), minP: 0.4)", try keptByMinP(probabilities, minP: 0.4),
        near: [0, 2.0 / 3, 1.0 / 3, 0],
        hint: "The limit is a fraction of the largest probability: here 0.4 times 0.5.")
      try check(
        "keptByMinP(\(probabilities), minP: 0.25)", try keptByMinP(probabilities, minP: 0.25), near: probabilities,
        hint: "A token exactly at the limit is kept.")
      try check("keptByMinP(\(probabilities), minP: 1)", try keptByMinP(probabilities, minP: 1), near: [0, 1, 0, 0])
      try check(
        "keptByMinP([0.5, 0.5, 0], minP: 0)", try keptByMinP([0.5, 0.5, 0], minP: 0), near: [0.5, 0.5, 0])
    },
    Exercise("beamStep") {
      // The example of lab 05: greedy decoding begins with token 0, the likeliest text with token 1.
      let start = [FoundText(tokens: [], logProbability: 0)]
      let one = try beamStep(start, [[0.6, 0.4]], width: 2)
      try check("the tokens of beamStep after the empty text", one.map(\.tokens), is: [[0], [1]])
      try check(
        "the log-probabilities of beamStep after the empty text", one.map(\.logProbability),
        near: [log(0.6), log(0.4)],
        hint: "Use the natural logarithm.")
      let texts = [
        FoundText(tokens: [0], logProbability: log(0.6)), FoundText(tokens: [1], logProbability: log(0.4)),
      ]
      let two = try beamStep(texts, [[0.55, 0.45], [0.1, 0.9]], width: 2)
      try check(
        "the tokens of beamStep with width 2", two.map(\.tokens), is: [[1, 1], [0, 0]],
        hint: "Compare whole texts: 0.4 · 0.9 is more than 0.6 · 0.55.")
      try check(
        "the log-probabilities of beamStep with width 2", two.map(\.logProbability), near: [log(0.36), log(0.33)],
        hint: "Add the logarithm of the token's probability to that of the text.")
      let best = try beamStep(texts, [[0.52, 0.48], [0.35, 0.65]], width: 2)
      try check(
        "the tokens of beamStep if the two best continue the same text", best.map(\.tokens), is: [[0, 0], [0, 1]],
        hint: "Keep the likeliest of all longer texts together, not so many of each.")
      let few = try beamStep(texts, [[1, 0], [0, 1]], width: 9)
      try check(
        "the tokens of beamStep with width 9", few.map(\.tokens), is: [[0, 0], [1, 1]],
        hint: "A token with probability 0 continues no text.")
    },
    Exercise("isAccepted") {
      let p = [0.5, 0.25, 0.25], q = [0.25, 0.5, 0.25]
      try check(
        "isAccepted(0, p: \(p), q: \(q), at: 0.99)", try isAccepted(0, p: p, q: q, at: 0.99), is: true,
        hint: "The model likes the token even more than the drafter does: always accept.")
      try check(
        "isAccepted(1, p: \(p), q: \(q), at: 0.49)", try isAccepted(1, p: p, q: q, at: 0.49), is: true,
        hint: "0.25 / 0.5 is 0.5: a random number below that means yes.")
      try check(
        "isAccepted(1, p: \(p), q: \(q), at: 0.51)", try isAccepted(1, p: p, q: q, at: 0.51), is: false,
        hint: "The drafter proposes the token twice as often as the model would: accept it half of the time.")
      try check("isAccepted(2, p: \(p), q: \(q), at: 0.99)", try isAccepted(2, p: p, q: q, at: 0.99), is: true)
      try check(
        "isAccepted(1, p: [1, 0], q: [0.5, 0.5], at: 0)", try isAccepted(1, p: [1, 0], q: [0.5, 0.5], at: 0), is: false,
        hint: "What the model rules out is never accepted, not even if the random number is 0.")
    },
    Exercise("replacementProbabilities") {
      let p = [0.5, 0.125, 0.375], q = [0.25, 0.5, 0.25]
      try check(
        "replacementProbabilities(p: \(p), q: \(q))", try replacementProbabilities(p: p, q: q),
        near: [2.0 / 3, 0, 1.0 / 3],
        hint: "p - q is 0.25, -0.375 and 0.125: drop what is negative, and divide by the sum of the rest.")
      try check(
        "replacementProbabilities(p: [0, 1], q: [1, 0])", try replacementProbabilities(p: [0, 1], q: [1, 0]),
        near: [0, 1])
      // Both rules together give exactly p.
      let replacement = try replacementProbabilities(p: p, q: q)
      let rejected = zip(p, q).reduce(0.0) { $0 + max(0, $1.1 - $1.0) }
      let all = p.indices.map { min(p[$0], q[$0]) + rejected * replacement[$0] }
      try check("the probabilities of a token, accepted or replaced", all, near: p)
    },
    Exercise("tokensPerPass") {
      try check(
        "tokensPerPass(acceptance: 0, draftTokens: 4)", try tokensPerPass(acceptance: 0, draftTokens: 4), near: 1,
        hint: "Even if nothing is accepted, the model gives one token.")
      try check(
        "tokensPerPass(acceptance: 1, draftTokens: 4)", try tokensPerPass(acceptance: 1, draftTokens: 4), near: 5,
        hint: "If all are accepted, the model gives one token more than the drafter.")
      try check(
        "tokensPerPass(acceptance: 0.5, draftTokens: 2)", try tokensPerPass(acceptance: 0.5, draftTokens: 2),
        near: 1.75,
        hint: "The second token counts only if the first is accepted too: 1 + 0.5 + 0.5 · 0.5.")
      try check(
        "tokensPerPass(acceptance: 0.8, draftTokens: 4)", try tokensPerPass(acceptance: 0.8, draftTokens: 4),
        near: 3.3616)
    },
  ])
