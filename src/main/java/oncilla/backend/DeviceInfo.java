package oncilla.backend;

/**
 * What is known about a device that can compute.
 *
 * @param index position in the list that {@code devices} prints for its backend
 * @param name the device's own name
 * @param kind CPU, GPU or other
 * @param platform the runtime it was found through
 * @param vendor its vendor
 * @param driver version of the driver
 * @param version language or runtime version
 * @param computeUnits parallel units
 * @param memoryBytes memory in all
 * @param largestAllocationBytes largest single allocation
 * @param localMemoryBytes fast memory of a work group, 0 where there is none
 * @param dedicatedLocalMemory whether that memory is separate from the global one
 * @param fp64 whether it computes in double precision
 */
public record DeviceInfo(
    int index,
    String name,
    Kind kind,
    String platform,
    String vendor,
    String driver,
    String version,
    int computeUnits,
    long memoryBytes,
    long largestAllocationBytes,
    long localMemoryBytes,
    boolean dedicatedLocalMemory,
    boolean fp64) {
  /** The same device as if it had no more than so many bytes of memory. */
  public DeviceInfo limitedTo(long bytes) {
    return new DeviceInfo(
        index,
        name,
        kind,
        platform,
        vendor,
        driver,
        version,
        computeUnits,
        Math.min(memoryBytes, bytes),
        Math.min(largestAllocationBytes, bytes),
        localMemoryBytes,
        dedicatedLocalMemory,
        fp64);
  }

  /** The sort of device. */
  public enum Kind {
    CPU,
    GPU,
    OTHER
  }
}
