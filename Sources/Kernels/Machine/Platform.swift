#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The number of cores that are online. A process's affinity may allow fewer; then set ``Threads/count``.
func coreCount() -> Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Yields this core to another thread for a moment.
func yieldProcessor() { sched_yield() }

/// A pointer with a separate value in each thread, initially nil.
///
/// Swift has no thread-local variables. Those of the system take a nanosecond or two to read.
struct ThreadLocalPointer: Sendable {
  private let key: pthread_key_t

  init() {
    var key = pthread_key_t()
    guard pthread_key_create(&key, nil) == 0 else { fatalError("the system has no thread-local variables left") }
    self.key = key
  }

  var value: UnsafeMutableRawPointer? {
    get { pthread_getspecific(key) }
    nonmutating set { _ = pthread_setspecific(key, newValue) }
  }
}

#if KINDLING_SANITIZER
  /// The address of a C function that this process has under the given name; nil if it has none.
  func symbol(_ name: String) -> UnsafeMutableRawPointer? { dlsym(dlopen(nil, RTLD_NOW), name) }
#endif
