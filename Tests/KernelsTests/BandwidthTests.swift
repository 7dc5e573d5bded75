import Kernels
import Testing

/// From far below the speed of any memory to far above the speed of any cache.
private let plausible = 1e8...1e13

@Test(arguments: [(1, 1), (3000, 2), (1 << 18, 1), (1 << 18, 3), (5_000_001, 2)])
func readSpeedIsPlausible(bytes: Int, threads: Int) {
  #expect(plausible.contains(readSpeed(bytes: bytes, threads: threads)))
}

#if KINDLING_SANITIZER
  /// A sanitizer checks each load, which takes longer than the load from either place.
  private let loadsAreChecked = true
#else
  private let loadsAreChecked = false
#endif

@Test(.disabled(if: loadsAreChecked)) func cacheIsNotSlowerThanMemory() {
  // A much tighter bound than a quarter would depend on what else the machine is doing.
  #expect(readSpeed(bytes: 1 << 15, threads: 1) > readSpeed(bytes: 1 << 28, threads: 1) / 4)
}
