import Conversations
import Corpora
import Files

/// A file to fine-tune on: conversations, or labeled texts, which become conversations.
struct FineTuningText {
  let conversations: [Conversation]
  /// The texts and their labels; nil if the file has conversations.
  var labeled: LabeledTexts?
  let record: TextRecord

  /// Reads lines of label, tab and text if the file's name ends in `.tsv`, and otherwise a JSON object per line.
  init(_ path: String) throws {
    let data = try readFile(path)
    record = TextRecord(bytes: data.count, hash: fingerprint(of: data), paths: [path], remarks: [])
    if path.lowercased().hasSuffix(".tsv") {
      let texts = try LabeledTexts(tsv: path)
      (labeled, conversations) = (texts, Conversation.classifying(texts))
    } else {
      conversations = try Conversation.read(path)
    }
  }

  /// What one conversation is called.
  var unit: String { labeled == nil ? "conversation" : "text" }
}
