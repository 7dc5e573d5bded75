import Kernels
import Tensors
import Testing

/// Misuse of a key-value cache stops the program with a message that explains the mistake.
struct CacheMistakesTests {
  @Test(arguments: CacheMistake.allCases) func mistakesStopTheProgramWithTheirMessage(_ mistake: CacheMistake) async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) { [mistake] in
      mistake.make()
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("Fatal error: \(mistake.message)\n"))
  }
}

enum CacheMistake: String, CaseIterable, Codable, Sendable {
  case sizes, gradient, mask, groups, sequences, unread, capacity, keys, truncated, copied

  var message: String {
    switch self {
    case .sizes:
      "KeyValueCache: the numbers of sequences, tokens, groups and channels must be positive, not 2, 0, 1 and 3"
    case .gradient:
      "attention: with a cache, there is no gradient; call it inside withoutGradients, or with detached tensors"
    case .mask: "attention: with a cache, the mask must be causal or a window, since later tokens are not there yet"
    case .groups: "attention: 2 groups of size 3 do not match a cache of 1 groups of size 3"
    case .sequences: "attention: 3 sequences do not fit into a cache of 2"
    case .unread:
      """
      attention: only the first 1 sequences of the cache have its 4 tokens, not 2; call spreadFirstSequence() to \
      copy them to all
      """
    case .capacity: "attention: 2 new tokens after 4 do not fit into a cache with a capacity of 5"
    case .truncated: "KeyValueCache: truncate to 3 tokens, of which there are 2"
    case .copied: "KeyValueCache: copy sequence 0 to 1; there are 1"
    case .keys: "attention: with a cache, there must be as many queries as keys, not 2 and 1"
    }
  }

  func make() {
    let cache = KeyValueCache(sequenceCount: 2, capacity: self == .sizes ? 0 : 5, groupCount: 1, headSize: 3)
    func attend(_ qkv: Tensor, groupCount: Int = 1, mask: AttentionMask = .causal) {
      _ = attention(qkv: qkv, headCount: 2, groupCount: groupCount, mask: mask, cache: cache)
    }
    func tokens(_ sequences: Int, _ count: Int) -> Tensor { .ones([sequences, count, 12]) }
    switch self {
    case .sizes: break
    case .gradient: attend(Tensor([1, 1, 12], [Float](repeating: 1, count: 12), requiresGradient: true))
    case .mask: attend(tokens(1, 1), mask: .none)
    case .groups: attend(.ones([1, 1, 18]), groupCount: 2)
    case .sequences: attend(tokens(3, 1))
    case .unread:
      attend(tokens(1, 4))
      attend(tokens(2, 1))
    case .capacity:
      attend(tokens(2, 4))
      attend(tokens(2, 2))
    case .truncated:
      attend(tokens(2, 2))
      cache.truncate(to: 3)
    case .copied:
      attend(tokens(1, 2))
      cache.copySequence(from: 0, to: 1)
    case .keys:
      _ = attention(.ones([1, 2, 2, 3]), .ones([1, 1, 1, 3]), .ones([1, 1, 1, 3]), mask: .causal, cache: cache)
    }
  }
}
