import Files

extension UnigramTokenizer {
  /// Reads a model that SentencePiece has trained: a file that usually ends in `.model`.
  ///
  /// Models of the type unigram are read, with their table of replacements (such as `nmt_nfkc`), their rules for spaces
  /// and their pieces for bytes.
  ///
  /// Scores are added in double precision and per word. SentencePiece adds them in single precision over the whole text,
  /// so in a text of megabytes that is one call it takes pieces of nearly the same score instead; line by line the
  /// tokens are the same.
  ///
  ///     let tokenizer = try UnigramTokenizer(sentencePiece: Array(readFile("spiece.model")))
  ///
  /// - Throws: `Problem` of kind `badData` if the file is damaged, or has a part that this library does not know, which
  ///   the message names: models of other types, pieces that users defined, spaces after words.
  public init(sentencePiece bytes: [UInt8]) throws {
    let file = try ProtocolBuffer(bytes[...])
    let trainer = try file.messages(2).last, rules = try file.messages(3).last
    switch trainer?.integer(3) ?? 1 {
    case 1: break
    case 2: throw unknownPart("model", "SentencePiece's type BPE")
    case 3: throw unknownPart("model", "SentencePiece's type word")
    case 4: throw unknownPart("model", "SentencePiece's type char")
    default: throw unknownPart("model", "an unknown type of SentencePiece's")
    }
    if trainer?.bool(24) == true { throw unknownPart("model", "treat_whitespace_as_suffix") }
    var pieces: [Piece] = [], special: [AddedToken] = [], unknown: Int32?
    for (token, message) in try file.messages(1).enumerated() {
      guard let text = message.bytes(1).flatMap({ String(validating: $0, as: UTF8.self) }), !text.isEmpty else {
        throw Problem(.badData, "piece \(token) has no text")
      }
      pieces.append(Piece(text, Double(message.float(2) ?? 0)))
      switch message.integer(3) ?? 1 {
      case 1: break
      case 2:
        unknown = Int32(token)
        special.append(AddedToken(text, Int32(token)))
      // Control symbols and unused pieces: no text has them.
      case 3, 5: special.append(AddedToken(text, Int32(token)))
      case 6:
        guard byte(ofPiece: Array(text.utf8)) != nil else {
          throw Problem(.badData, "piece \(token) is said to be a byte, but is \(quoted(text, limit: 40))")
        }
      case 4: throw unknownPart("model", "the piece \(quoted(text, limit: 40)), which the user defined")
      default: throw unknownPart("model", "a piece of an unknown type")
      }
    }
    guard !pieces.isEmpty else { throw Problem(.badData, "the file has no pieces: it is not a SentencePiece model") }
    var metaspace = Metaspace(prepends: rules?.bool(3) ?? true ? .always : .never)
    // Words can be split by themselves unless a piece goes on after the end of one.
    let mark = metaspace.bytes
    metaspace.splitsWords = !pieces.contains { piece in
      let bytes = Array(piece.text.utf8)
      let marks = (bytes.count - bytes.replacing(mark, with: []).count) / mark.count
      return marks > (bytes.starts(with: mark) ? 1 : 0)
    }
    try self.init(
      pieces: pieces, unknownToken: unknown, usesBytes: trainer?.bool(35) ?? false,
      pipeline: TextPipeline(
        normalizer: Normalizer(sentencePiece: rules), preTokenizer: .metaspace(metaspace),
        decoder: .sequence([.byteFallback, .metaspace(metaspace)]), specialTokens: special))
  }
}

extension Normalizer {
  /// What SentencePiece does to a text before spaces become marks; nil if nothing.
  fileprivate init?(sentencePiece rules: ProtocolBuffer?) throws {
    var steps: [Normalizer] = []
    if let table = rules?.bytes(2), !table.isEmpty { steps.append(.charsmap(try Charsmap(Array(table)))) }
    if rules?.bool(4) ?? true {
      // Only spaces count here; the tables make spaces of other white space.
      steps += [.trimSpaces, .collapseSpaces(to: " ")]
    }
    if rules?.bool(5) == false { throw unknownPart("normalizer", "escape_whitespaces that is off") }
    if steps.isEmpty { return nil }
    self = .sequence(steps)
  }
}
