package oncilla.cl;

import java.util.Locale;
import java.util.Optional;

/**
 * How OpenCL comes onto an operating system.
 *
 * @param loader the file name of the loader library
 * @param loaderRemedy one line for a system without the loader
 * @param driverRemedy one line for a system with the loader and without a driver
 */
record Installing(String loader, String loaderRemedy, String driverRemedy) {
  /** On this machine. */
  static Installing here() {
    return on(System.getProperty("os.name"));
  }

  /** On the system that Java calls {@code osName}. */
  static Installing on(String osName) {
    String name = osName.toLowerCase(Locale.ROOT);
    if (name.startsWith("windows")) {
      String remedy = "Install the driver of your GPU or processor; it brings OpenCL.dll";
      return new Installing("OpenCL.dll", remedy, remedy);
    }
    if (name.startsWith("mac")) {
      String remedy =
          "macOS brings its own OpenCL and nothing can be added to it; the CPU backend needs none";
      return new Installing("OpenCL.framework", remedy, remedy);
    }
    return new Installing(
        "libOpenCL.so.1",
        "Install it and a driver: apt-get install ocl-icd-libopencl1 pocl-opencl-icd (CPU; or run"
            + " docker/install-opencl-cpu.sh), or your GPU vendor's driver",
        "Install a driver: apt-get install pocl-opencl-icd (CPU; or run"
            + " docker/install-opencl-cpu.sh), or your GPU vendor's driver");
  }

  /** What gives {@code platform} a device where it has none though its hardware may be there. */
  static Optional<String> deviceRemedy(String platform) {
    // Mesa's Rusticl lists no device unless its driver is named.
    return platform.equalsIgnoreCase("rusticl")
        ? Optional.of(
            "For rusticl, set RUSTICL_ENABLE to the driver of your GPU (radeonsi, iris or nouveau)")
        : Optional.empty();
  }
}
