package oncilla.cl;

/**
 * A device and what it says of itself.
 *
 * @param index position in {@link ClDriver#devices}
 * @param platformIndex position of its platform
 * @param deviceIndex position among its platform's devices
 * @param name CL_DEVICE_NAME, trimmed
 * @param type CPU, GPU or other
 * @param platform CL_PLATFORM_NAME
 * @param vendor CL_DEVICE_VENDOR
 * @param driverVersion CL_DRIVER_VERSION
 * @param version CL_DEVICE_VERSION
 * @param languageVersion CL_DEVICE_OPENCL_C_VERSION
 * @param extensions CL_DEVICE_EXTENSIONS
 * @param computeUnits CL_DEVICE_MAX_COMPUTE_UNITS
 * @param maxWorkGroupSize CL_DEVICE_MAX_WORK_GROUP_SIZE
 * @param globalMemoryBytes CL_DEVICE_GLOBAL_MEM_SIZE
 * @param maxAllocationBytes CL_DEVICE_MAX_MEM_ALLOC_SIZE
 * @param localMemoryBytes CL_DEVICE_LOCAL_MEM_SIZE
 * @param dedicatedLocalMemory whether CL_DEVICE_LOCAL_MEM_TYPE is CL_LOCAL
 * @param nativeVectorWidthFloat CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT
 * @param nativeVectorWidthDouble CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE, 0 without fp64
 */
public record ClDevice(
    int index,
    int platformIndex,
    int deviceIndex,
    String name,
    Type type,
    String platform,
    String vendor,
    String driverVersion,
    String version,
    String languageVersion,
    String extensions,
    int computeUnits,
    long maxWorkGroupSize,
    long globalMemoryBytes,
    long maxAllocationBytes,
    long localMemoryBytes,
    boolean dedicatedLocalMemory,
    int nativeVectorWidthFloat,
    int nativeVectorWidthDouble) {
  /** CL_DEVICE_TYPE. */
  public enum Type {
    CPU,
    GPU,
    OTHER
  }

  /**
   * Whether kernels suit it whose items share the fast memory of their group. A GPU has such memory
   * whatever it says of it: Mesa's Rusticl calls the local memory of every device global. A CPU has
   * none, and the memory decides only for what is neither.
   */
  public boolean isGpuLike() {
    return switch (type) {
      case GPU -> true;
      case CPU -> false;
      case OTHER -> dedicatedLocalMemory;
    };
  }

  /** Whether the device computes in double precision. */
  public boolean fp64() {
    return nativeVectorWidthDouble > 0 || extensions.contains("cl_khr_fp64");
  }
}
