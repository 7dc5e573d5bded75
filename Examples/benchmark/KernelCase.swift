import Kernels
import Reports
import Transformers

/// One kernel at one shape, to be timed.
struct KernelCase {
  /// The resource that limits the kernel, and how much of it a call uses.
  enum Work {
    /// Floating-point operations; a multiply-add is two.
    case operations(Double)
    /// Bytes that must be read and written, each input and output once.
    case bytes(Int)
  }

  let name: String
  /// The shape, as the table shows it.
  let size: String
  let work: Work
  /// Creates inputs and outputs, and returns the call to be timed, which keeps them alive.
  let prepare: () -> () -> Void
}

/// The measured speed of a kernel.
struct KernelResult: Encodable {
  /// The median for one number of threads.
  struct Figures: Encodable {
    let threads: Int
    let milliseconds: Double
    /// In the result's unit.
    let speed: Double
    /// The percentage of the peak on the same number of threads, measured right before and after: the peak of
    /// arithmetic for GFLOP/s, and of reading the same number of bytes over and over for GB/s.
    let percentOfPeak: Double
  }

  /// The named size of the model whose shapes are timed.
  let model: String
  let name: String
  let size: String
  let unit: String
  let figures: [Figures]
}

extension Plan {
  /// Times the kernels, and passes each size's results to `report` as soon as they are done.
  func kernels(report: ([KernelResult], GPTSize) throws -> Void) throws -> [KernelResult] {
    var all: [KernelResult] = []
    for size in sizes {
      let cases = KernelCase.all(size).filter { isWanted($0.name) }
      guard !cases.isEmpty else { continue }
      remarks.say("timing \(cases.count) kernels at the shapes of the \(size) model")
      let results = cases.map { kernel in
        remarks.update("\(kernel.name), \(kernel.size)")
        return result(kernel, size)
      }
      remarks.finish()
      try report(results, size)
      all += results
    }
    return all
  }

  private func result(_ kernel: KernelCase, _ size: GPTSize) -> KernelResult {
    let call = kernel.prepare()
    let figures = threadCounts.map { threads in
      on(threads) {
        // The first call allocates scratch memory from the system.
        call()
        let before = peak(kernel.work, threads)
        let median = Timings(lasting: seconds, call).median
        // The clock speed of a busy machine varies, so the peak is measured before and after.
        let mean = (before + peak(kernel.work, threads)) / 2
        let speed = kernel.work.amount / median
        return KernelResult.Figures(
          threads: threads, milliseconds: median * 1e3, speed: speed * 1e-9, percentOfPeak: 100 * speed / mean)
      }
    }
    return KernelResult(
      model: size.rawValue, name: kernel.name, size: kernel.size, unit: kernel.work.unit, figures: figures)
  }

  private func peak(_ work: KernelCase.Work, _ threads: Int) -> Double {
    switch work {
    case .operations: peakSpeed(threads: threads)
    case .bytes(let bytes): readSpeed(bytes: bytes, threads: threads)
    }
  }
}

extension KernelCase.Work {
  fileprivate var amount: Double {
    switch self {
    case .operations(let count): count
    case .bytes(let count): Double(count)
    }
  }

  fileprivate var unit: String {
    switch self {
    case .operations: "GFLOP/s"
    case .bytes: "GB/s"
    }
  }
}

/// Returns the kernels of one model as a table, with one row per kernel and two columns per number of threads.
func table(_ results: [KernelResult], _ size: GPTSize) -> String {
  let threads = results[0].figures.map(\.threads)
  var columns: [TextTable.Column] = [.left("\(size) model"), .left("size")]
  for count in threads { columns += [.right("on \(count)"), .right("of peak")] }
  columns += [.left("unit"), .right("time")]
  if threads.count > 1 { columns.append(.right("speedup")) }
  var table = TextTable(columns)
  for result in results {
    var cells = [result.name, result.size]
    for figures in result.figures {
      cells += [
        Formats.significant(figures.speed, digits: 3), Formats.fixed(figures.percentOfPeak, decimals: 0) + " %",
      ]
    }
    let last = result.figures[result.figures.count - 1].milliseconds
    cells += [result.unit, Formats.significant(last, digits: 3) + " ms"]
    if threads.count > 1 { cells.append(Formats.fixed(result.figures[0].milliseconds / last, decimals: 2)) }
    table.append(cells)
  }
  return "\(table)"
}
