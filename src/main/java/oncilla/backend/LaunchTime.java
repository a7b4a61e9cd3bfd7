package oncilla.backend;

/**
 * When one launch of a plan ran, by the device's own clock.
 *
 * @param kernel the kernel's function
 * @param mode which of several things the kernel does; empty where it does one
 * @param bytes bytes of the tensors that it reads and writes, each as often as it must be moved
 * @param operations of its matrix products, a multiply-add counting as two; 0 where it has none
 * @param startNanos nanoseconds at its start; the zero of the clock means nothing
 * @param endNanos nanoseconds at its end
 */
public record LaunchTime(
    String kernel, String mode, long bytes, double operations, long startNanos, long endNanos) {
  /** How long it ran, in seconds. */
  public double seconds() {
    return (endNanos - startNanos) / 1e9;
  }
}
