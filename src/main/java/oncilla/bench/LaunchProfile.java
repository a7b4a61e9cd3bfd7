package oncilla.bench;

/**
 * One launch of a step: how long it takes on the device, and how long the device could have done it
 * in.
 *
 * @param kernel the kernel's function
 * @param mode which of several things the kernel does; empty where it does one
 * @param seconds from its start to its end
 * @param gapSeconds from the end of the launch before it to its start; 0 for the first
 * @param bytes bytes that it must move
 * @param operations of its matrix products, a multiply-add counting as two
 * @param leastSeconds what it takes at least at the device's measured bandwidth and rate: the
 *     larger of {@code bytes / bandwidth} and {@code operations / rate}
 */
public record LaunchProfile(
    String kernel,
    String mode,
    Statistics seconds,
    Statistics gapSeconds,
    long bytes,
    double operations,
    double leastSeconds) {
  /** What it is called: the kernel, and what that does here. */
  public String name() {
    return mode.isEmpty() ? kernel : kernel + " (" + mode + ")";
  }

  /** Bytes moved in a second. */
  public double bytesPerSecond() {
    return bytes / seconds.median();
  }

  /** Operations in a second; 0 where it has no product. */
  public double operationsPerSecond() {
    return operations / seconds.median();
  }

  /**
   * How much of what the device was measured to do is used: 1 is all of it. More than 1 where the
   * data stays in a cache that is faster than the memory.
   */
  public double efficiency() {
    return leastSeconds / seconds.median();
  }
}
