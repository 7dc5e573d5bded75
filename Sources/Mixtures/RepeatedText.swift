/// Finds the place in the learned text where the last tokens occurred before, and expects what came next there.
///
/// Contexts of six tokens do not tell that a whole verse is being repeated. The longer the match, the surer the
/// expectation; how sure is learned (the match model of Mahoney 2005).
struct RepeatedText {
  /// The shortest match that counts.
  private static let shortest = 6
  /// The longest length that is told apart from longer ones.
  private static let longest = 32
  /// The number of lengths that ``confidence`` tells apart.
  static let lengthCount = longest + 1

  /// The learned text.
  private(set) var learned: [Int32] = []
  /// Where each hash of ``shortest`` tokens last ended.
  private var places: [Int32]
  /// The place of the expected token, and the length of the match before it; 0 if there is none.
  private var place = 0
  private(set) var length = 0

  init(bits: Int) { places = [Int32](repeating: 0, count: 1 << bits) }

  mutating func begin() { length = 0 }

  /// The expected token.
  var expected: Int32? { length > 0 ? learned[place] : nil }

  /// Advances by the last of the tokens read so far, and learns it if asked to.
  mutating func read(_ tokens: [Int32], learning: Bool) {
    guard let token = tokens.last else { return }
    if length > 0, learned[place] == token {
      length = min(Self.longest, length + 1)
      place += 1
    } else {
      length = 0
    }
    if learning { learned.append(token) }
    if length > 0, place == learned.count { length = 0 }
    guard tokens.count >= Self.shortest else { return }
    var hash: UInt64 = 0
    for token in tokens[(tokens.count - Self.shortest)...] { hash = mixed(hash &+ UInt64(token) &+ 1) }
    let slot = Int(hash & UInt64(places.count - 1))
    if length == 0 { match(tokens, before: Int(places[slot])) }
    if learning { places[slot] = Int32(learned.count) }
  }

  /// Sets the place, if the tokens before it are the last ones read.
  private mutating func match(_ tokens: [Int32], before candidate: Int) {
    guard candidate > 0, candidate < learned.count else { return }
    var same = 0
    while same < Self.longest, same < candidate, same < tokens.count,
      learned[candidate - 1 - same] == tokens[tokens.count - 1 - same]
    { same += 1 }
    if same >= Self.shortest { (place, length) = (candidate, same) }
  }
}
