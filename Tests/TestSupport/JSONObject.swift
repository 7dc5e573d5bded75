import Foundation
import Testing

/// The JSON object that a program printed.
public func object(_ text: String) throws -> [String: Any] {
  try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
}
