import Synchronization

/// The number of threads that the kernels use. Results do not depend on it, down to the last bit.
///
/// Initially it is the number of cores that are online; programs can set it.
public enum Threads {
  private static let setting = Atomic<Int>(0)

  /// The maximum number of threads; Dispatch does not give a process many more.
  private static let most = 128

  /// The number of threads in use, from 1 to 128. Inside a part of `parallelParts(_:_:)` it is the part's share.
  public static var count: Int {
    get {
      if let crew = Crew.current { return crew.threadCount }
      let chosen = setting.load(ordering: .relaxed)
      return chosen > 0 ? chosen : available
    }
    set { setting.store(min(max(1, newValue), most), ordering: .relaxed) }
  }

  /// The number of cores that are online.
  public static let available = min(max(1, coreCount()), most)
}
