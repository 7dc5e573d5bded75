/// A token that is not part of a model's vocabulary of pieces, or that has a meaning of its own: the end of a text, a
/// place to fill in.
///
/// Special tokens are never parsed from a text unless the caller allows them: in a text that a user typed, `[SEP]` is
/// just five characters.
public struct AddedToken: Sendable {
  /// The name, such as `[SEP]`.
  public var text: String
  /// The token.
  public var token: Int32
  /// Where the name is allowed: whether it also takes the white space before it.
  public var takesSpaceBefore: Bool
  /// Where the name is allowed: whether it also takes the white space after it.
  public var takesSpaceAfter: Bool

  /// Creates a token.
  public init(_ text: String, _ token: Int32, takesSpaceBefore: Bool = false, takesSpaceAfter: Bool = false) {
    self.text = text
    self.token = token
    self.takesSpaceBefore = takesSpaceBefore
    self.takesSpaceAfter = takesSpaceAfter
  }
}
