package oncilla.backend.opencl;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import oncilla.backend.Backend;
import oncilla.backend.DeviceInfo;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.runtime.DeviceChoice;
import oncilla.backend.opencl.runtime.DeviceSelection;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.opencl.runtime.OpenClDevices;
import oncilla.backend.opencl.tuning.TuningDatabase;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.DeviceProblem;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClDrivers;
import org.slf4j.LoggerFactory;

/** Offers the OpenCL backend through either binding. */
public final class OpenClBackendProvider implements BackendProvider {
  private final DeviceSelection selection;
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
    this.selection = new DeviceSelection(drivers);
    this.cache = cache;
    this.tuning = tuning;
  }

  @Override
  public String name() {
    return OPENCL;
  }

  @Override
  public boolean selectable() {
    return true;
  }

  @Override
  public List<String> bindings() {
    return ClDrivers.all().stream().map(ClDriver::name).toList();
  }

  @Override
  public List<DeviceInfo> devices(BackendRequest request) {
    return selection.devices(request);
  }

  @Override
  public List<DeviceProblem> problems(BackendRequest request) {
    return selection.problems(request);
  }

  @Override
  public Availability availability(BackendRequest request) {
    DeviceChoice choice = selection.choose(request);
    if (choice instanceof DeviceChoice.Found found) {
      return new Availability.Usable(
          Optional.of(found.driver().name()),
          OpenClDevices.info(found.device()),
          found.precision(),
          found.reason(),
          () -> open(found, request.matmulPrecision()));
    }
    DeviceChoice.None none = (DeviceChoice.None) choice;
    return new Availability.Unusable(none.reason(), none.remedy());
  }

  /** Products in fp64 are never less exact. */
  private Backend open(DeviceChoice.Found found, MatmulPrecision asked) {
    MatmulPrecision exact = found.precision() == Precision.FP64 ? MatmulPrecision.HIGHEST : asked;
    return new OpenClBackend(
        found.driver(),
        found.device(),
        found.precision(),
        parameters(found.device(), found.precision()).with(exact),
        OpenClBackend.NewMemory.ZERO,
        cache);
  }

  private KernelParameters parameters(ClDevice device, Precision precision) {
    TuningDatabase.Choice choice = tuning.choose(device, precision);
    // The logger is fetched only for a warning: setting it up would be part of every start.
    choice
        .refused()
        .forEach(refusal -> LoggerFactory.getLogger(OpenClBackendProvider.class).warn(refusal));
    return choice.parameters();
  }
}
