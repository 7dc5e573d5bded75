import Synchronization

/// How many threads the kernels use. Results do not depend on it, to the last bit.
///
/// It starts as the number of cores that are up; programs set it from `--threads`.
public enum Threads {
  private static let setting = Atomic<Int>(0)

  /// The most threads that are ever used; Dispatch gives no process many more.
  private static let most = 128

  /// The number of threads in use, from 1 to 128. Inside a part of ``parallelParts(_:_:)`` it is the part's share.
  public static var count: Int {
    get {
      if let crew = Crew.current { return crew.threadCount }
      let chosen = setting.load(ordering: .relaxed)
      return chosen > 0 ? chosen : available
    }
    set { setting.store(min(max(1, newValue), most), ordering: .relaxed) }
  }

  /// The number of cores that are up.
  public static let available = min(max(1, coreCount()), most)
}
