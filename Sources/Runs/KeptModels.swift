import Foundation

extension RunFolder {
  /// Returns the numbered models that a run has kept in `checkpoints/`: the step and the model folder of each, the
  /// earliest first.
  ///
  ///     RunFolder.keptModels(ofRun: "runs/tales").map(\.step)    // [100, 200, 300]
  public static func keptModels(ofRun folder: String) -> [(step: Int, folder: String)] {
    let place = (folder as NSString).appendingPathComponent(kept)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
    let models = names.compactMap { name -> (step: Int, folder: String)? in
      guard name.hasPrefix(keptPrefix), let step = Int(name.dropFirst(keptPrefix.count)), step >= 0 else { return nil }
      return (step, (place as NSString).appendingPathComponent(name))
    }
    return models.sorted { $0.step < $1.step }
  }
}
