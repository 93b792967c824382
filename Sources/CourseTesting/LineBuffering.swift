#if canImport(Darwin)
  @preconcurrency import Darwin
#elseif canImport(Musl)
  @preconcurrency import Musl
#else
  @preconcurrency import Glibc
#endif

/// Has each printed line written at once, so that what a reader's code prints is not lost in a
/// buffer where it traps.
func writeLinesAtOnce() {
  setvbuf(stdout, nil, _IOLBF, 0)
}
