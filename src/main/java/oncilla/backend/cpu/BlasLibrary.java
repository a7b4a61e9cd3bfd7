package oncilla.backend.cpu;

/** A native library that may be missing. */
@FunctionalInterface
interface BlasLibrary {
  /**
   * Loads it if it is not loaded yet.
   *
   * @throws BlasUnavailableException if it cannot be loaded
   */
  void load() throws BlasUnavailableException;
}
