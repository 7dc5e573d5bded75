import Dispatch

/// How long `body` takes, in seconds.
public func secondsTaken(by body: () throws -> Void) rethrows -> Double {
  let start = DispatchTime.now().uptimeNanoseconds
  try body()
  return Double(DispatchTime.now().uptimeNanoseconds - start) * 1e-9
}

/// The times of the same work done several times.
///
///     let timings = Timings([0.3, 0.1, 0.2])
///     timings.median  // 0.2
///     timings.best    // 0.1
public struct Timings: Equatable, Sendable {
  private let sorted: [Double]

  /// The figures of these times, in seconds; there is at least one.
  public init(_ seconds: [Double]) {
    precondition(!seconds.isEmpty, "Timings: no times")
    sorted = seconds.sorted()
  }

  /// Does the work over and over until it has taken `duration` seconds in all; at least once.
  public init(lasting duration: Double, _ body: () throws -> Void) rethrows {
    var seconds: [Double] = []
    var total = 0.0
    repeat {
      seconds.append(try secondsTaken(by: body))
      total += seconds[seconds.count - 1]
    } while total < duration
    self.init(seconds)
  }

  /// How often the work was timed.
  public var count: Int { sorted.count }

  /// The time in the middle, in seconds; of an even number, the mean of the two in the middle.
  public var median: Double { (sorted[(count - 1) / 2] + sorted[count / 2]) / 2 }

  /// The shortest time, in seconds.
  public var best: Double { sorted[0] }
}
