import Console
import Files
import Foundation
import WordVectors

/// Where vectors come from.
enum VectorSource {
  /// The folder of a model.
  case model(String)
  /// A file of published vectors.
  case file(String)

  /// Loads the vectors.
  func load(limit: Int?, lossy: Bool, _ remarks: Remarks) throws -> WordVectors {
    switch self {
    case .model(let folder): return try WordVectors(folder: folder, limit: limit)
    case .file(let path):
      return try PublishedFiles.reading(.vectors) {
        try WordVectors(contentsOf: path, limit: limit, lossy: lossy) { remarks.say($0) }
      }
    }
  }

  /// The name of the vectors, for titles: `tales` for `runs/tales-word2vec`, `glove.6B.100d` for `glove.6B.100d.txt`.
  var name: String {
    switch self {
    case .model(let folder):
      let name = ResolvedPath(folder).upwards[0].split(separator: "/").last.map(String.init) ?? folder
      return name.hasSuffix("-word2vec") ? String(name.dropLast("-word2vec".count)) : name
    case .file(let path): return URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent
    }
  }

  /// The folder for what is made from the vectors: that of the model, or else the current one.
  var folder: String {
    switch self {
    case .model(let folder): folder
    case .file: "."
    }
  }

  /// The files that no output may replace: the file of the vectors, or all files of the model.
  var files: [String] {
    switch self {
    case .model(let folder): modelFolders.files.map { (folder as NSString).appendingPathComponent($0) }
    case .file(let path): [path]
    }
  }
}
