import Files
import Foundation

/// The style sheets and scripts of the pages, which are files of their own beside the Swift sources.
public enum Assets {
  /// Returns the text of an asset such as `theme.css`.
  ///
  /// - Throws: `Problem` if there is no such asset or the folder that the build puts beside the executable is gone.
  public static func text(_ name: String) throws -> String {
    let url = Bundle.module.bundleURL.appendingPathComponent("Assets").appendingPathComponent(name)
    guard let data = FileManager.default.contents(atPath: url.path) else {
      throw Problem(.software, "the page's part \(name) is missing from this build", suggestion: "Build it again.")
    }
    return String(decoding: data, as: UTF8.self)
  }
}
