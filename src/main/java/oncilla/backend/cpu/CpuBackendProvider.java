package oncilla.backend.cpu;

import java.util.List;
import java.util.Optional;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.backend.host.HostCpu;
import oncilla.backend.host.PlainJavaBackend;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.CpuBlas;
import oncilla.base.Message;
import oncilla.base.Setting;

/**
 * Offers the CPU backend, which computes in fp64 unless asked otherwise. Its products are
 * OpenBLAS's; where that does not load they are EJML's and the reason says so, except that OpenBLAS
 * asked for by name is an error then.
 */
public final class CpuBackendProvider implements BackendProvider {
  private final BlasLibrary openBlas;

  /** Offers it with the OpenBLAS that is packed with the program. */
  public CpuBackendProvider() {
    this(OpenBlas::load);
  }

  /** Offers it with {@code openBlas}, if that loads. */
  CpuBackendProvider(BlasLibrary openBlas) {
    this.openBlas = openBlas;
  }

  /**
   * What computes the products.
   *
   * @param library the library
   * @param because why it is not OpenBLAS; empty where it is
   */
  private record Choice(CpuBlas library, Message because) {}

  @Override
  public String name() {
    return CPU;
  }

  @Override
  public boolean selectable() {
    return true;
  }

  @Override
  public List<DeviceInfo> devices(BackendRequest request) {
    try {
      return List.of(device(choose(request), HostCpu.device()));
    } catch (BlasUnavailableException none) {
      return List.of();
    }
  }

  @Override
  public Availability availability(BackendRequest request) {
    Availability host =
        HostCpu.availability(
            CPU,
            request,
            (processor, precision) ->
                PlainJavaBackend.fromServices().open(CPU, processor, precision));
    if (!(host instanceof Availability.Usable inJava)) {
      return host;
    }
    Choice choice;
    try {
      choice = choose(request);
    } catch (BlasUnavailableException none) {
      return new Availability.Unusable(none.getMessage(), none.remedy());
    }
    DeviceInfo device = request.limited(device(choice, inJava.device()));
    Precision precision = inJava.precision();
    return new Availability.Usable(
        Optional.empty(),
        device,
        precision,
        why(choice, inJava),
        switch (choice.library()) {
          case OPENBLAS -> () -> new CpuBackend(device, precision);
          case EJML -> inJava.opener();
        });
  }

  private Choice choose(BackendRequest request) throws BlasUnavailableException {
    Optional<CpuBlas> asked = request.cpuBlas();
    if (asked.equals(Optional.of(CpuBlas.EJML))) {
      return new Choice(
          CpuBlas.EJML, Message.of(", as asked by ", Setting.CPU_BLAS, " " + CpuBlas.EJML));
    }
    try {
      openBlas.load();
      return new Choice(CpuBlas.OPENBLAS, Message.of());
    } catch (BlasUnavailableException none) {
      if (asked.isPresent()) {
        throw none;
      }
      return new Choice(CpuBlas.EJML, Message.of(", slowly: " + none.getMessage()));
    }
  }

  private static DeviceInfo device(Choice choice, DeviceInfo host) {
    return choice.library() == CpuBlas.OPENBLAS ? CpuDevice.of(host) : host;
  }

  private static Message why(Choice choice, Availability.Usable inJava) {
    return choice.library() == CpuBlas.OPENBLAS
        ? Message.of("OpenBLAS on " + OpenBlas.threads() + " cores")
        : inJava.why().then(choice.because());
  }
}
