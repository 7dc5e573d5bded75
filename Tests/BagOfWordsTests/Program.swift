import TestSupport

extension Program {
  /// The built `bag-of-words`.
  init() throws { try self.init("bag-of-words") }
}
