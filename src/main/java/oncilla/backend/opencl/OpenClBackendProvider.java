package oncilla.backend.opencl;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.opencl.runtime.OpenClDevices;
import oncilla.backend.opencl.tuning.Autotuner;
import oncilla.backend.opencl.tuning.TuningDatabase;
import oncilla.backend.opencl.tuning.TuningSpaces;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.tuning.Tuner;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClDrivers;
import oncilla.cl.ClUnavailableException;
import org.slf4j.LoggerFactory;

/** Offers the OpenCL backend through either binding. */
public final class OpenClBackendProvider implements BackendProvider {
  private static final String DEFAULT_BINDING = "jocl";

  private final Function<String, ClDriver> drivers;
  private final ProgramCache cache;
  private final TuningDatabase tuning;

  /** With the bindings on the class path. */
  public OpenClBackendProvider() {
    this(ClDrivers::named, ProgramCache.ofUser(), TuningDatabase.ofUser());
  }

  /**
   * With other bindings, no program kept between processes and nothing tuned.
   *
   * @param drivers from a binding's name
   */
  public OpenClBackendProvider(Function<String, ClDriver> drivers) {
    this(drivers, ProgramCache.off(), TuningDatabase.none());
  }

  /**
   * With other bindings, another cache and other parameters.
   *
   * @param drivers from a binding's name
   * @param cache where compiled programs are kept
   * @param tuning parameters by device
   */
  public OpenClBackendProvider(
      Function<String, ClDriver> drivers, ProgramCache cache, TuningDatabase tuning) {
    this.drivers = drivers;
    this.cache = cache;
    this.tuning = tuning;
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public boolean selectable() {
    return true;
  }

  @Override
  public List<DeviceInfo> devices(BackendRequest request) {
    try {
      return driver(request).devices().stream().map(OpenClDevices::info).toList();
    } catch (ClUnavailableException none) {
      return List.of();
    }
  }

  @Override
  public Availability availability(BackendRequest request) {
    List<ClDevice> devices;
    try {
      devices = driver(request).devices();
    } catch (ClUnavailableException none) {
      return Availability.unusable(none.getMessage(), none.remedy());
    }
    ClDevice device;
    try {
      device = OpenClDevices.choose(devices, request.device());
    } catch (BackendException none) {
      return Availability.unusable(none.getMessage(), "See the command devices");
    }
    Precision precision = request.precision().orElse(Precision.FP32);
    if (precision == Precision.FP64 && !device.fp64()) {
      return Availability.unusable(
          device.name() + " does not compute in fp64", "Use --precision fp32, or --backend cpu");
    }
    return Availability.usable(
        OpenClDevices.info(device), precision, reason(device, request.device().isPresent()));
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

  @Override
  public Backend open(BackendRequest request) {
    Availability availability = availability(request);
    if (!availability.isUsable()) {
      throw new BackendException(availability.reason() + ". " + availability.remedy());
    }
    ClDriver driver = driver(request);
    try {
      ClDevice device = driver.devices().get(availability.device().orElseThrow().index());
      Precision precision = availability.precision().orElseThrow();
      return new OpenClBackend(
          driver,
          device,
          precision,
          parameters(device, precision),
          OpenClBackend.NewMemory.ZERO,
          cache);
    } catch (ClUnavailableException gone) {
      throw new BackendException(gone.getMessage() + ". " + gone.remedy(), gone);
    }
  }

  private KernelParameters parameters(ClDevice device, Precision precision) {
    TuningDatabase.Choice choice = tuning.choose(device, precision);
    // The logger is fetched only for a warning: setting it up would be part of every start.
    choice
        .refused()
        .forEach(refusal -> LoggerFactory.getLogger(OpenClBackendProvider.class).warn(refusal));
    return choice.parameters();
  }

  @Override
  public Optional<Tuner> tuner() {
    return Optional.of(
        new Autotuner(this, tuning, this::driver, System::nanoTime, TuningSpaces.all()));
  }

  private ClDriver driver(BackendRequest request) {
    if (request.cpuBlas().isPresent()) {
      throw new IllegalArgumentException("the opencl backend has no --cpu-blas");
    }
    return drivers.apply(request.binding().orElse(DEFAULT_BINDING));
  }
}
