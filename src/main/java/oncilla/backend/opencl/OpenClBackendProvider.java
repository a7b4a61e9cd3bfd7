package oncilla.backend.opencl;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.backend.opencl.device.DeviceChoice;
import oncilla.backend.opencl.device.DeviceSelection;
import oncilla.backend.opencl.device.OpenClDevices;
import oncilla.backend.opencl.program.KernelLibrary;
import oncilla.backend.opencl.program.KernelSource;
import oncilla.backend.opencl.program.ProgramCache;
import oncilla.backend.opencl.runtime.BackendSetup;
import oncilla.backend.opencl.runtime.KernelParameters;
import oncilla.backend.opencl.runtime.OpenClBackend;
import oncilla.backend.opencl.tuning.TuningDatabase;
import oncilla.backend.opencl.verification.Probes;
import oncilla.backend.opencl.verification.VerdictStore;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.DeviceProblem;
import oncilla.backend.provider.KernelTrust;
import oncilla.backend.verification.OpVerifier;
import oncilla.base.Closing;
import oncilla.base.Message;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClDrivers;
import org.slf4j.LoggerFactory;

/** Offers the OpenCL backend through either binding. */
public final class OpenClBackendProvider implements BackendProvider {
  private final DeviceSelection selection;
  private final ProgramCache cache;
  private final TuningDatabase tuning;
  private final Optional<Supplier<OpVerifier>> verifier;

  /** With the bindings on the class path. */
  public OpenClBackendProvider() {
    this(
        ClDrivers::named,
        ProgramCache.ofUser(),
        TuningDatabase.ofUser(),
        Optional.of(() -> OpVerifier.Provider.fromServices().open()));
  }

  /**
   * With other bindings, no program kept between processes, nothing tuned and nothing verified.
   *
   * @param drivers from a binding's name
   */
  public OpenClBackendProvider(Function<String, ClDriver> drivers) {
    this(drivers, ProgramCache.off(), TuningDatabase.none());
  }

  /**
   * With other bindings, another cache and other parameters, and without verifying kernels.
   *
   * @param drivers from a binding's name
   * @param cache where compiled programs are kept
   * @param tuning parameters by device
   */
  public OpenClBackendProvider(
      Function<String, ClDriver> drivers, ProgramCache cache, TuningDatabase tuning) {
    this(drivers, cache, tuning, Optional.empty());
  }

  /**
   * The same, with a say in how kernels are verified.
   *
   * @param verifier opens what knows the cases; empty where no kernel is verified
   */
  public OpenClBackendProvider(
      Function<String, ClDriver> drivers,
      ProgramCache cache,
      TuningDatabase tuning,
      Optional<Supplier<OpVerifier>> verifier) {
    this.verifier = verifier;
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
          Message.of(found.reason()),
          new Opening(found, request));
    }
    DeviceChoice.None none = (DeviceChoice.None) choice;
    return new Availability.Unusable(none.reason(), none.remedy());
  }

  /** Opens what was found, and says what that was. */
  private final class Opening implements Supplier<Backend> {
    private final DeviceChoice.Found found;
    private final BackendRequest request;

    Opening(DeviceChoice.Found found, BackendRequest request) {
      this.found = found;
      this.request = request;
    }

    @Override
    public Backend get() {
      return open(found, request);
    }
  }

  /**
   * A CPU device may compute the kernels so slowly that it is of no use, and there is a cpu backend
   * beside it; what was found out about any device counts.
   */
  @Override
  public Availability examine(
      BackendRequest request, Availability.Usable usable, Function<Precision, Backend> cpu) {
    if (verifier.isEmpty()
        || request.trust() == KernelTrust.UNVERIFIED
        || !(usable.opener() instanceof Opening opening)) {
      return usable;
    }
    DeviceChoice.Found found = opening.found;
    Optional<String> known = knownFault(found);
    if (known.isPresent()) {
      return passedOver(found.device(), known.get());
    }
    if (request.trust() == KernelTrust.AS_KNOWN || found.device().type() != ClDevice.Type.CPU) {
      return usable;
    }
    OpenClBackend opened = (OpenClBackend) open(found, request);
    try {
      Optional<String> slow = opened.tooSlow(() -> cpu.apply(found.precision()));
      if (slow.isPresent()) {
        opened.close();
        return passedOver(found.device(), slow.get());
      }
    } catch (BackendException failure) {
      Closing.after(failure, opened);
      return passedOver(found.device(), failure.getMessage());
    }
    // What was compiled for the step serves the run.
    AtomicReference<Backend> kept = new AtomicReference<>(opened);
    return new Availability.Usable(
        usable.binding(),
        usable.device(),
        usable.precision(),
        usable.why(),
        () -> {
          Backend first = kept.getAndSet(null);
          return first == null ? open(found, request) : first;
        });
  }

  @Override
  public void forget() {
    new VerdictStore(cache).forget();
  }

  private Optional<String> knownFault(DeviceChoice.Found found) {
    ClDevice device = found.device();
    return Probes.knownFault(
        new VerdictStore(cache),
        key -> KernelLibrary.identity(device, key, KernelSource::load),
        found.precision(),
        parameters(device, found.precision()).elementwiseGroup());
  }

  private static Availability passedOver(ClDevice device, String why) {
    return new Availability.Unusable(
        device.name() + " is passed over: " + why,
        Message.of("The command devices with recheck looks again"));
  }

  /** Products in fp64 are never less exact. */
  private Backend open(DeviceChoice.Found found, BackendRequest request) {
    MatmulPrecision exact =
        found.precision() == Precision.FP64 ? MatmulPrecision.HIGHEST : request.matmulPrecision();
    return new OpenClBackend(
        found.driver(),
        found.device(),
        found.precision(),
        parameters(found.device(), found.precision()).with(exact),
        new BackendSetup(
            OpenClBackend.NewMemory.ZERO,
            cache,
            KernelSource::load,
            verifier
                .filter(it -> request.trust() != KernelTrust.UNVERIFIED)
                .map(it -> new BackendSetup.Verifying(it, OpenClBackendProvider::warn)),
            request.memoryLimit()));
  }

  /** The logger is fetched only for a warning: setting it up would be part of every start. */
  private static void warn(String line) {
    LoggerFactory.getLogger(OpenClBackendProvider.class).warn(line);
  }

  private KernelParameters parameters(ClDevice device, Precision precision) {
    TuningDatabase.Choice choice = tuning.choose(device, precision);
    choice.refused().forEach(OpenClBackendProvider::warn);
    return choice.parameters();
  }
}
