package oncilla.cl;

/**
 * What is asked of a platform or a device when devices are listed. Source: The OpenCL Specification
 * 1.2 and cl.h. Each is a symbol of OpenCL with its number.
 */
public enum ClParameter {
  CL_PLATFORM_NAME(0x0902),
  CL_DEVICE_NAME(0x102B),
  CL_DEVICE_TYPE(0x1000),
  CL_DEVICE_VENDOR(0x102C),
  CL_DRIVER_VERSION(0x102D),
  CL_DEVICE_VERSION(0x102F),
  CL_DEVICE_OPENCL_C_VERSION(0x103D),
  CL_DEVICE_EXTENSIONS(0x1030),
  CL_DEVICE_MAX_COMPUTE_UNITS(0x1002),
  CL_DEVICE_MAX_WORK_GROUP_SIZE(0x1004),
  CL_DEVICE_GLOBAL_MEM_SIZE(0x101F),
  CL_DEVICE_MAX_MEM_ALLOC_SIZE(0x1010),
  CL_DEVICE_LOCAL_MEM_SIZE(0x1023),
  CL_DEVICE_LOCAL_MEM_TYPE(0x1022),
  CL_DEVICE_NATIVE_VECTOR_WIDTH_FLOAT(0x103A),
  CL_DEVICE_NATIVE_VECTOR_WIDTH_DOUBLE(0x103B);

  private final int number;

  ClParameter(int number) {
    this.number = number;
  }

  /** Its number, {@code cl_platform_info} or {@code cl_device_info}. */
  public int number() {
    return number;
  }
}
