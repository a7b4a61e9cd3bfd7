package oncilla.cl.fake;

import oncilla.cl.ClDevice;

/** Devices for tests. */
public final class TestDevices {
  private static final long GIB = 1L << 30;

  private TestDevices() {}

  /** A CPU device as PoCL shows it: local memory is ordinary memory. */
  public static ClDevice cpu(int index) {
    return new ClDevice(
        index,
        index,
        0,
        "Test CPU",
        ClDevice.Type.CPU,
        "Test Computing Language",
        "GenuineTest",
        "3.1",
        "OpenCL 3.0 test HSTR: cpu",
        "OpenCL C 1.2 test",
        "cl_khr_byte_addressable_store cl_khr_global_int32_base_atomics cl_khr_fp64",
        2,
        4096,
        8 * GIB,
        2 * GIB,
        2 << 20,
        false,
        16,
        8);
  }

  /** A GPU with fp64 and 48 KiB of its own local memory. */
  public static ClDevice gpu(int index) {
    return gpu(index, "cl_khr_global_int32_base_atomics cl_khr_fp64", 1);
  }

  /** A GPU that computes in single precision only. */
  public static ClDevice gpuWithoutFp64(int index) {
    return gpu(index, "cl_khr_global_int32_base_atomics", 0);
  }

  private static ClDevice gpu(int index, String extensions, int doubleWidth) {
    return new ClDevice(
        index,
        index,
        0,
        "Test GPU",
        ClDevice.Type.GPU,
        "Test Graphics OpenCL",
        "Test Corporation",
        "580.00",
        "OpenCL 3.0 TEST",
        "OpenCL C 1.2",
        extensions,
        132,
        1024,
        80 * GIB,
        20 * GIB,
        48 << 10,
        true,
        1,
        doubleWidth);
  }

  /** {@code device} with that many compute units. */
  public static ClDevice units(ClDevice device, int units) {
    return changed(device, device.name(), device.type(), device.driverVersion(), units);
  }

  /** Mesa's llvmpipe as Rusticl shows it, with this version of the driver. */
  public static ClDevice llvmpipe(int index, String driver) {
    return changed(cpu(index), "llvmpipe (LLVM 15.0.6, 256 bits)", ClDevice.Type.CPU, driver, 8);
  }

  /** llvmpipe that calls itself a GPU, as with RUSTICL_DEVICE_TYPE=gpu. */
  public static ClDevice llvmpipeAsGpu(int index, String driver) {
    ClDevice device = llvmpipe(index, driver);
    return changed(device, device.name(), ClDevice.Type.GPU, driver, device.computeUnits());
  }

  private static ClDevice changed(
      ClDevice device, String name, ClDevice.Type type, String driver, int units) {
    return new ClDevice(
        device.index(),
        device.platformIndex(),
        device.deviceIndex(),
        name,
        type,
        name.equals(device.name()) ? device.platform() : "rusticl",
        device.vendor(),
        driver,
        device.version(),
        device.languageVersion(),
        device.extensions(),
        units,
        device.maxWorkGroupSize(),
        device.globalMemoryBytes(),
        device.maxAllocationBytes(),
        device.localMemoryBytes(),
        device.dedicatedLocalMemory(),
        device.nativeVectorWidthFloat(),
        device.nativeVectorWidthDouble());
  }
}
