import TestSupport
extension Program {
  /// The built `ngram`.
  init() throws { try self.init("ngram") }
}
