import Foundation
import Training

/// The forms in which other programs read the metrics of a run, beside `metrics.jsonl`. All of them grow line by line.
///
///     var data = MetricsFile.csv.header(wallTime: now)
///     for line in history { data.append(MetricsFile.csv.entry(line, wallTime: now)) }
///     try writeFile(data, to: MetricsFile.csv.name)
public enum MetricsFile: String, CaseIterable, Sendable {
  /// A table with commas between its columns (RFC 4180), for spreadsheets.
  case csv
  /// An event file, for TensorBoard.
  case tensorBoard = "tensorboard"

  /// The name of the file. TensorBoard finds its files by a part of their names, `tfevents`.
  public var name: String {
    switch self {
    case .csv: "metrics.csv"
    case .tensorBoard: "metrics.tfevents"
    }
  }

  /// Returns the beginning of the file.
  ///
  /// - Parameter wallTime: the present, in seconds since 1970.
  public func header(wallTime: Double) -> Data {
    switch self {
    case .csv: Data(MetricsColumns.header.utf8)
    case .tensorBoard: TensorBoardEvents.header(wallTime: wallTime)
    }
  }

  /// Returns what a line of metrics adds to the file.
  ///
  /// - Parameter wallTime: when the line was made, in seconds since 1970.
  public func entry(_ metrics: Metrics, wallTime: Double) -> Data {
    switch self {
    case .csv: Data(MetricsColumns.row(metrics).utf8)
    case .tensorBoard: TensorBoardEvents.record(of: metrics, wallTime: wallTime)
    }
  }
}
