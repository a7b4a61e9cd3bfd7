package oncilla.backend.opencl.device;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.DeviceProblem;
import oncilla.backend.provider.IllegalRequestException;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClListing;
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
      return list(driver(request)).devices().stream().map(OpenClDevices::info).toList();
    } catch (ClUnavailableException none) {
      return List.of();
    }
  }

  /** What is wrong with the platforms and devices of the binding that {@code request} names. */
  public List<DeviceProblem> problems(BackendRequest request) {
    try {
      return DeviceProblems.of(list(driver(request)));
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
    ClListing listing;
    try {
      listing = list(driver);
      if (listing.devices().isEmpty()) {
        throw listing.unavailable();
      }
    } catch (ClUnavailableException none) {
      return new DeviceChoice.None(none.getMessage(), Message.of(none.remedy()));
    }
    Precision precision = request.precision().orElse(Precision.FP32);
    return request.device().isPresent()
        ? named(driver, listing, request.device().get(), precision)
        : best(driver, listing, precision);
  }

  private static DeviceChoice named(
      ClDriver driver, ClListing listing, String wanted, Precision precision) {
    ClDevice device;
    try {
      device = OpenClDevices.named(listing.devices(), wanted);
    } catch (BackendException none) {
      String failed =
          listing.failures().stream().map(failure -> "; " + failure).collect(Collectors.joining());
      return new DeviceChoice.None(
          none.getMessage() + failed, Message.of("See the command devices"));
    }
    return KnownDefects.of(device)
        .<DeviceChoice>map(defect -> new DeviceChoice.None(defect.what(), defect.remedy()))
        .orElseGet(() -> inPrecision(driver, device, precision, "the device that was asked for"));
  }

  /** The best of the devices that are not known to compute wrong. */
  private static DeviceChoice best(ClDriver driver, ClListing listing, Precision precision) {
    List<ClDevice> sound =
        listing.devices().stream().filter(device -> KnownDefects.of(device).isEmpty()).toList();
    List<DeviceProblem> problems =
        DeviceProblems.of(listing).stream()
            .filter(problem -> problem.kind() != DeviceProblem.Kind.NO_DEVICE)
            .toList();
    String passedOver =
        problems.stream().map(DeviceProblem::what).collect(Collectors.joining("; "));
    if (sound.isEmpty()) {
      Message remedy =
          problems.stream()
              .filter(problem -> problem.kind() == DeviceProblem.Kind.DEFECT)
              .map(DeviceProblem::remedy)
              .findFirst()
              .orElseThrow();
      return new DeviceChoice.None(passedOver, remedy);
    }
    ClDevice device = OpenClDevices.ranked(sound, precision).get(0);
    return inPrecision(
        driver,
        device,
        precision,
        reason(device) + (problems.isEmpty() ? "" : "; passed over: " + passedOver));
  }

  private static DeviceChoice inPrecision(
      ClDriver driver, ClDevice device, Precision precision, String reason) {
    if (precision == Precision.FP64 && !device.fp64()) {
      return new DeviceChoice.None(
          device.name() + " does not compute in fp64",
          Message.of("Use ", Setting.PRECISION, " fp32, or ", Setting.BACKEND, " cpu"));
    }
    return new DeviceChoice.Found(driver, device, precision, reason);
  }

  /**
   * Lists the devices. A platform of a CPU runs its compiler in this process when it is listed,
   * also where another platform's device is taken afterwards; see {@link FaultHandler}.
   */
  private static ClListing list(ClDriver driver) throws ClUnavailableException {
    try {
      return driver.list();
    } finally {
      // A driver may have run the compiler before it failed.
      FaultHandler.reclaim();
    }
  }

  private static String reason(ClDevice device) {
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
