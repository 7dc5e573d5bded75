// Solutions of lab 17 that are wrong; see ExercisesTests.

// wrong: A word that occurs four times has each of its pairs four times
func pairCounts(_ words: [[Int]: Int]) throws -> [[Int]: Int] {
  var counts: [[Int]: Int] = [:]
  for word in words.keys {
    for (left, right) in zip(word, word.dropFirst()) { counts[[left, right], default: 0] += 1 }
  }
  return counts
}

// wrong: The pair stands at two places of the word
func pairCounts(_ words: [[Int]: Int]) throws -> [[Int]: Int] {
  var counts: [[Int]: Int] = [:]
  for (word, count) in words {
    for pair in Set(zip(word, word.dropFirst()).map { [$0, $1] }) { counts[pair, default: 0] += count }
  }
  return counts
}

// wrong: Every occurrence becomes one token
func merged(_ word: [Int], pair: [Int], into token: Int) throws -> [Int] {
  guard let i = word.indices.dropLast().first(where: { [word[$0], word[$0 + 1]] == pair }) else { return word }
  return word[..<i] + [token] + word[(i + 2)...]
}

// wrong: a token that was merged is not used again
func merged(_ word: [Int], pair: [Int], into token: Int) throws -> [Int] {
  var result: [Int] = []
  for (i, number) in word.enumerated() {
    let isStart = i + 1 < word.count && [number, word[i + 1]] == pair
    let isEnd = i > 0 && [word[i - 1], number] == pair
    if isStart { result.append(token) } else if !isEnd { result.append(number) }
  }
  return result
}

// wrong: The order of a pair matters
func merged(_ word: [Int], pair: [Int], into token: Int) throws -> [Int] {
  var result: [Int] = [], i = 0
  while i < word.count {
    if i + 1 < word.count, Set([word[i], word[i + 1]]) == Set(pair) {
      result.append(token)
      i += 2
    } else {
      result.append(word[i])
      i += 1
    }
  }
  return result
}

// wrong: 98 99 occurs 7 times and becomes token 256
func learnedMerges(_ words: [[Int]: Int], count: Int) throws -> [[Int]] {
  let ranked = try pairCounts(words).sorted { ($1.value, $0.key[0], $0.key[1]) < ($0.value, $1.key[0], $1.key[1]) }
  return ranked.prefix(count).map(\.key)
}

// wrong: the smaller left token first
func learnedMerges(_ words: [[Int]: Int], count: Int) throws -> [[Int]] {
  var words = words, merges: [[Int]] = []
  for number in 0..<count {
    let best = try pairCounts(words).max { ($0.value, $0.key[0], $0.key[1]) < ($1.value, $1.key[0], $1.key[1]) }
    guard let pair = best?.key else { break }
    merges.append(pair)
    var next: [[Int]: Int] = [:]
    for (word, count) in words { next[try merged(word, pair: pair, into: 256 + number), default: 0] += count }
    words = next
  }
  return merges
}

// wrong: 98 99 was learned before 97 98
func encoded(_ bytes: [Int], merges: [[Int]]) throws -> [Int] {
  var tokens = bytes
  while let i = tokens.indices.dropLast().first(where: { merges.contains([tokens[$0], tokens[$0 + 1]]) }) {
    let rank = merges.firstIndex(of: [tokens[i], tokens[i + 1]])!
    tokens.replaceSubrange(i...i + 1, with: [256 + rank])
  }
  return tokens
}

// wrong: A new token can be part of the next pair
func encoded(_ bytes: [Int], merges: [[Int]]) throws -> [Int] {
  var result: [Int] = [], i = 0
  let isPair = { (i: Int, pair: [Int]) in i >= 0 && i + 1 < bytes.count && [bytes[i], bytes[i + 1]] == pair }
  while i < bytes.count {
    let rank = merges.firstIndex { isPair(i, $0) }, next = merges.firstIndex { isPair(i + 1, $0) }
    if let rank, rank <= next ?? .max {
      result.append(256 + rank)
      i += 2
    } else {
      result.append(bytes[i])
      i += 1
    }
  }
  return result
}

// wrong: The longest piece at each place
func longestMatches(_ word: String, in pieces: Set<String>) throws -> [String]? {
  var found: [String] = [], rest = Substring(word)
  while !rest.isEmpty {
    let mark = found.isEmpty ? "" : "##"
    guard let length = (1...rest.count).first(where: { pieces.contains(mark + rest.prefix($0)) }) else { return nil }
    found.append(mark + rest.prefix(length))
    rest = rest.dropFirst(length)
  }
  return found
}

// wrong: Nothing fits the x
func longestMatches(_ word: String, in pieces: Set<String>) throws -> [String]? {
  var found: [String] = [], rest = Substring(word)
  while !rest.isEmpty {
    let mark = found.isEmpty ? "" : "##"
    let fitting = (1...rest.count).reversed().first { pieces.contains(mark + rest.prefix($0)) }
    guard let length = fitting else { break }
    found.append(mark + rest.prefix(length))
    rest = rest.dropFirst(length)
  }
  return found
}

// wrong: ln 2 nats are one bit
func bitsPerCharacter(natsPerToken: Double, tokens: Int, characters: Int) throws -> Double {
  natsPerToken * Double(tokens) / Double(characters)
}

// wrong: 25 tokens of 4 bits are 100 bits
func bitsPerCharacter(natsPerToken: Double, tokens: Int, characters: Int) throws -> Double {
  natsPerToken / log(2)
}
