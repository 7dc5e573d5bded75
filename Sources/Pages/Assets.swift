import Files
import Foundation

/// The style sheets and scripts of the pages, which are files of their own beside the Swift sources.
public enum Assets {
  /// Returns the text of an asset such as `theme.css`.
  ///
  /// - Throws: `Problem` of kind `software` if there is no such asset or the folder that the build puts beside the
  ///   executable is gone.
  public static func text(_ name: String) throws -> String {
    for folder in folders {
      guard let data = FileManager.default.contents(atPath: folder.appendingPathComponent(name).path) else { continue }
      return String(decoding: data, as: UTF8.self)
    }
    throw Problem(.software, "the page's part \(name) is missing from this build", suggestion: "Build it again.")
  }

  /// Where the assets can be: where the build puts them, beside the executable or in a bundle of the tests, and in the
  /// sources.
  ///
  /// `Bundle.module` would end the program if they are gone, such as after a copy of the executable alone, and a
  /// training run with it.
  private static let folders: [URL] = {
    let bundles = [Bundle.main.bundleURL, Bundle.main.resourceURL].compactMap { $0 }
    let built = bundles.flatMap { place in
      ["Kindling_Pages.resources", "Kindling_Pages.bundle", "Kindling_Pages.bundle/Contents/Resources"].map {
        place.appendingPathComponent($0)
      }
    }
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return (built + [sources]).map { $0.appendingPathComponent("Assets") }
  }()
}
