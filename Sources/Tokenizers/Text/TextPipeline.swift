import Files

/// Everything that happens to a text around the model of pieces: what is done before it is split into chunks, how it is
/// split, which special tokens there are, and how pieces become a text again.
public struct TextPipeline: Sendable {
  /// What happens to the text first; nil if nothing does.
  public var normalizer: Normalizer?
  /// How the text is split into chunks; nil if it is one chunk.
  public var preTokenizer: PreTokenizer?
  /// How pieces become text; nil if they are joined with spaces, as Hugging Face's tokenizers do.
  public var decoder: PieceDecoder?
  /// The special tokens around a text; nil if there are none.
  public var template: TokenTemplate?
  /// The special tokens.
  public var specialTokens: [AddedToken]

  /// Creates a pipeline.
  public init(
    normalizer: Normalizer? = nil, preTokenizer: PreTokenizer? = nil, decoder: PieceDecoder? = nil,
    template: TokenTemplate? = nil, specialTokens: [AddedToken] = []
  ) {
    self.normalizer = normalizer
    self.preTokenizer = preTokenizer
    self.decoder = decoder
    self.template = template
    self.specialTokens = specialTokens
  }

  /// Returns the chunks of a text in UTF-8, each to be split into pieces by itself.
  ///
  /// - Parameter isStart: whether this is the start of the whole text.
  func chunks(of text: String, isStart: Bool) -> [ArraySlice<UInt8>] {
    let bytes = Array((normalizer?.normalized(text) ?? text).utf8)
    guard !bytes.isEmpty else { return [] }
    return preTokenizer?.chunks(of: [bytes[...]], isStart: isStart) ?? [bytes[...]]
  }

  /// Returns the text of pieces.
  func text(_ pieces: [[UInt8]]) -> String {
    String(decoding: decoder?.text(pieces) ?? Array(pieces.joined(separator: [0x20])), as: UTF8.self)
  }

  /// A part of a text: some of the text itself, or a special token whose name was found in it.
  enum Part {
    case text(Substring)
    case token(Int32)
  }

  /// Returns the parts of a text between the names of special tokens, of which only those in `allowed` are looked for.
  /// Of two names that begin at the same place, the longer one counts.
  ///
  /// - Throws: `Problem` of kind `badData` if an allowed name is none of a special token.
  func parts(of text: String, allowing allowed: Set<String>) throws -> [Part] {
    for name in allowed.sorted() where !specialTokens.contains(where: { $0.text.utf8.elementsEqual(name.utf8) }) {
      throw Problem(.badData, "the tokenizer has no special token \(quoted(name, limit: 40))")
    }
    let special = specialTokens.filter { allowed.contains($0.text) && !$0.text.isEmpty }
    let trie = ByteTrie(special.enumerated().map { (bytes: Array($1.text.utf8), token: Int32($0)) })
    let utf8 = text.utf8
    var parts: [Part] = [], start = utf8.startIndex, place = start
    func isSpace(_ index: String.Index) -> Bool { text.unicodeScalars[index].properties.isWhitespace }
    while place < utf8.endIndex {
      var node = ByteTrie.root, end = place
      var found: (token: AddedToken, end: String.Index)?
      while end < utf8.endIndex {
        node = trie.child(of: node, utf8[end])
        if node < 0 { break }
        end = utf8.index(after: end)
        if trie.token(at: node) >= 0 { found = (special[Int(trie.token(at: node))], end) }
      }
      guard var found else {
        place = utf8.index(after: place)
        continue
      }
      var before = place
      let scalars = text.unicodeScalars
      if found.token.takesSpaceBefore {
        while before > start, isSpace(scalars.index(before: before)) { before = scalars.index(before: before) }
      }
      if found.token.takesSpaceAfter {
        while found.end < scalars.endIndex, isSpace(found.end) { found.end = scalars.index(after: found.end) }
      }
      if start < before { parts.append(.text(text[start..<before])) }
      parts.append(.token(found.token.token))
      (start, place) = (found.end, found.end)
    }
    if start < utf8.endIndex { parts.append(.text(text[start...])) }
    return parts
  }
}

/// A tokenizer that splits a text into chunks and each chunk into pieces of a vocabulary.
public protocol PieceTokenizer: Tokenizer {
  /// What happens around the pieces.
  var pipeline: TextPipeline { get }
  /// Returns the piece of a token in UTF-8.
  func piece(of token: Int32) -> [UInt8]
  /// Returns the tokens of a part of a text, without looking for special tokens.
  ///
  /// - Parameter isStart: whether this is the start of the whole text.
  /// - Throws: `Problem` of kind `badData` when the text contains something that no token stands for.
  func encode(_ text: String, isStart: Bool) throws -> [Int32]
}

extension PieceTokenizer {
  /// Returns the tokens of a text. Names of special tokens in it are text like any other.
  ///
  /// - Throws: `Problem` of kind `badData` when the text contains something that no token stands for.
  public func encode(_ text: String) throws -> [Int32] { try encode(text, isStart: true) }

  /// Returns the tokens of a text in which the names of these special tokens become the tokens.
  ///
  ///     try bert.encode("a [MASK] day", allowing: ["[MASK]"])
  ///
  /// - Parameters:
  ///   - allowed: the names; others stay text.
  ///   - isFramed: whether the result has the special tokens around it that the model expects (see ``TokenTemplate``).
  /// - Throws: `Problem` of kind `badData` if an allowed name is none of a special token, or when the text contains
  ///   something that no token stands for.
  public func encode(_ text: String, allowing allowed: Set<String>, framed isFramed: Bool = false) throws -> [Int32] {
    var tokens: [Int32] = []
    for (index, part) in try pipeline.parts(of: text, allowing: allowed).enumerated() {
      switch part {
      case .token(let token): tokens.append(token)
      case .text(let text): tokens += try encode(String(text), isStart: index == 0)
      }
    }
    return isFramed ? pipeline.template?.applied(to: tokens) ?? tokens : tokens
  }

  /// Returns the text of tokens, which must all be in `0 ..< vocabularySize`.
  public func decode(_ tokens: some Sequence<Int32>) -> String { pipeline.text(tokens.map(piece(of:))) }
}

extension PieceTokenizer {
  /// Returns the bytes that a token adds to a text after another token: a piece that begins a word brings the space
  /// before it.
  public func bytes(of token: Int32) -> [UInt8] {
    let piece = piece(of: token)
    if let byte = byte(ofPiece: piece) { return [byte] }
    return Array(pipeline.text([[UInt8(ascii: "x")], piece]).utf8.dropFirst())
  }
}
