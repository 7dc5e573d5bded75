#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The number of cores that are up. A process's affinity may allow fewer; `--threads` then says so.
func coreCount() -> Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Lets another thread have this core for a moment.
func yieldProcessor() { sched_yield() }

/// A pointer that each thread has for itself, nil at first.
///
/// Swift has no thread-local variables. The system's cost a nanosecond or two to read.
struct ThreadLocalPointer: Sendable {
  private let key: pthread_key_t

  init() {
    var key = pthread_key_t()
    guard pthread_key_create(&key, nil) == 0 else { fatalError("the system has no room for a thread-local variable") }
    self.key = key
  }

  var value: UnsafeMutableRawPointer? {
    get { pthread_getspecific(key) }
    nonmutating set { _ = pthread_setspecific(key, newValue) }
  }
}
