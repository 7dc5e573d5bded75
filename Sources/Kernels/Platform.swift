#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The number of cores that are up. What a process's affinity allows may be less; `--threads` then says so.
func coreCount() -> Int { Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

/// Lets another thread have this core for a moment.
func yieldProcessor() { sched_yield() }
