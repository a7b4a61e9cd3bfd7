package oncilla.backend.opencl.runtime;

import java.util.List;
import java.util.function.Function;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.IllegalRequestException;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClUnavailableException;

/** From a request to an OpenCL device, through the binding that it names. */
public final class DeviceSelection {
  private static final String DEFAULT_BINDING = "jocl";

  private final Function<String, ClDriver> drivers;

  /**
   * Chooses among the devices of {@code drivers}.
   *
   * @param drivers from a binding's name
   */
  public DeviceSelection(Function<String, ClDriver> drivers) {
    this.drivers = drivers;
  }

  /** The devices of the binding that {@code request} names; empty where OpenCL is not usable. */
  public List<DeviceInfo> devices(BackendRequest request) {
    try {
      return list(driver(request)).stream().map(OpenClDevices::info).toList();
    } catch (ClUnavailableException none) {
      return List.of();
    }
  }

  /**
   * The device that {@code request} means.
   *
   * @throws IllegalArgumentException if the request makes no sense
   */
  public DeviceChoice choose(BackendRequest request) {
    ClDriver driver = driver(request);
    List<ClDevice> devices;
    try {
      devices = list(driver);
    } catch (ClUnavailableException none) {
      return new DeviceChoice.None(none.getMessage(), Message.of(none.remedy()));
    }
    ClDevice device;
    try {
      device = OpenClDevices.choose(devices, request.device());
    } catch (BackendException none) {
      return new DeviceChoice.None(none.getMessage(), Message.of("See the command devices"));
    }
    Precision precision = request.precision().orElse(Precision.FP32);
    if (precision == Precision.FP64 && !device.fp64()) {
      return new DeviceChoice.None(
          device.name() + " does not compute in fp64",
          Message.of("Use ", Setting.PRECISION, " fp32, or ", Setting.BACKEND, " cpu"));
    }
    return new DeviceChoice.Found(
        driver, device, precision, reason(device, request.device().isPresent()));
  }

  /**
   * Lists the devices. A platform of a CPU runs its compiler in this process when it is listed,
   * also where another platform's device is taken afterwards; see {@link FaultHandler}.
   */
  private static List<ClDevice> list(ClDriver driver) throws ClUnavailableException {
    try {
      return driver.devices();
    } finally {
      // A driver may have run the compiler before it failed.
      FaultHandler.reclaim();
    }
  }

  private static String reason(ClDevice device, boolean named) {
    if (named) {
      return "the device that was asked for";
    }
    return switch (device.type()) {
      case GPU -> "the first GPU";
      case CPU -> "no GPU was found; about as fast as the cpu backend, and by default in fp32";
      case OTHER -> "neither a GPU nor a CPU device was found";
    };
  }

  private ClDriver driver(BackendRequest request) {
    if (request.cpuBlas().isPresent()) {
      throw new IllegalRequestException(Message.of("the opencl backend has no ", Setting.CPU_BLAS));
    }
    return drivers.apply(request.binding().orElse(DEFAULT_BINDING));
  }
}
