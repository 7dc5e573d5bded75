/// What counts as a word.
///
///     TermSplitter(pattern: .letters).terms(of: "हिन्दी in Delhi")    // हन in delhi: the vowel signs are lost
///     TermSplitter(pattern: .marks).terms(of: "हिन्दी in Delhi")      // हिन्दी in delhi
///     TermSplitter(pattern: .spaces).terms(of: "हिन्दी in Delhi")     // हिन्दी in Delhi
public enum WordPattern: String, CaseIterable, Codable, Sendable {
  /// A run of two or more letters, digits and underscores of any script, in lower case, as in scikit-learn's
  /// `CountVectorizer`. A combining mark ends the word: those of Hindi, Tamil or Thai are cut at their vowel signs.
  case letters
  /// The same, except that combining marks and the joiners of Indic and Persian script stay with the letters before
  /// them.
  case marks
  /// A run of characters between white space, unchanged: for text that is already split into words.
  case spaces
}
