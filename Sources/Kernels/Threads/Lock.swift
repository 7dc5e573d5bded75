#if KINDLING_SANITIZER
  #if canImport(Glibc)
    import Glibc
  #elseif canImport(Musl)
    import Musl
  #elseif canImport(Darwin)
    import Darwin
  #endif

  /// A value that one thread at a time may use: the `Mutex` of the module Synchronization, built on a pthread lock.
  ///
  /// On Linux, `Mutex` is code of the Swift runtime that the thread sanitizer does not see, so it reports a race at
  /// each value that a `Mutex` guards. It does see pthread locks. See `KINDLING_SANITIZER` in the package's manifest.
  public final class Lock<Value>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    // The last property, because `Lock<Void>`'s has no bytes of its own: the sanitizer would take an access to it for one
    // to the property behind it.
    private var value: Value

    /// Creates a lock that is not held.
    public init(_ value: Value) {
      self.value = value
      guard pthread_mutex_init(mutex, nil) == 0 else { fatalError("the system has no locks left") }
    }

    deinit {
      pthread_mutex_destroy(mutex)
      mutex.deallocate()
    }

    /// Calls `body` with the value while no other thread can use it.
    public func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
      pthread_mutex_lock(mutex)
      defer { pthread_mutex_unlock(mutex) }
      return try body(&value)
    }
  }
#else
  import Synchronization

  /// A value that one thread at a time may use.
  public typealias Lock = Mutex
#endif
