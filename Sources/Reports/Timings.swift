import Dispatch

/// Returns the time that `body` takes, in seconds.
public func secondsTaken(by body: () throws -> Void) rethrows -> Double {
  let start = DispatchTime.now().uptimeNanoseconds
  try body()
  return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
}

/// The times of several runs of the same work.
///
///     let timings = Timings([0.3, 0.1, 0.2])
///     timings.median  // 0.2
///     timings.best    // 0.1
public struct Timings: Equatable, Sendable {
  private let sorted: [Double]

  /// Creates timings from times in seconds, at least one.
  public init(_ seconds: [Double]) {
    precondition(!seconds.isEmpty, "Timings: needs at least one time")
    sorted = seconds.sorted()
  }

  /// Repeats the work until it has taken `duration` seconds in total; at least once.
  public init(lasting duration: Double, _ body: () throws -> Void) rethrows {
    var seconds: [Double] = []
    var total = 0.0
    repeat {
      seconds.append(try secondsTaken(by: body))
      total += seconds[seconds.count - 1]
    } while total < duration
    self.init(seconds)
  }

  /// The number of runs.
  public var count: Int { sorted.count }

  /// The median time, in seconds; for an even number of times, the mean of the two in the middle.
  public var median: Double { (sorted[(count - 1) / 2] + sorted[count / 2]) / 2 }

  /// The shortest time, in seconds.
  public var best: Double { sorted[0] }
}
