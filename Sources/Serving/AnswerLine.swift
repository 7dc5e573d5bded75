import Foundation

/// One line of an answer on its way to the page.
enum AnswerLine: Encodable, Equatable {
  /// The next piece of the answer: `{"text":"..."}`.
  case text(String)
  /// The end, perhaps with a remark: `{"done":true,"remark":null}`.
  case done(remark: String?)
  /// The end, if something went wrong: `{"error":"..."}`.
  case error(String)

  private enum Field: CodingKey { case text, done, remark, error }

  func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: Field.self)
    switch self {
    case .text(let text): try fields.encode(text, forKey: .text)
    case .done(let remark):
      try fields.encode(true, forKey: .done)
      try fields.encode(remark, forKey: .remark)
    case .error(let message): try fields.encode(message, forKey: .error)
    }
  }

  /// The line with its end.
  var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Text and truth values can always be encoded.
    let data = (try? encoder.encode(self)) ?? Data(#"{"error":"the answer cannot be sent"}"#.utf8)
    return String(decoding: data, as: UTF8.self) + "\n"
  }
}
