package oncilla.backend.cpu;

import java.util.List;
import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.backend.host.HostCpu;
import oncilla.backend.host.PlainJavaBackend;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;

/**
 * Offers the CPU backend, which computes in fp64 unless asked otherwise. Its products are
 * OpenBLAS's; where that does not load they are EJML's and the reason says so, except that OpenBLAS
 * asked for by name is an error then.
 */
public final class CpuBackendProvider implements BackendProvider {
  /** Name of the backend. */
  public static final String NAME = "cpu";

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
   * Which library computes the products.
   *
   * @param library the library
   * @param missing why it is not OpenBLAS although nobody asked for another
   */
  private record Choice(GemmLibrary library, Optional<BlasUnavailableException> missing) {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean selectable() {
    return true;
  }

  @Override
  public List<DeviceInfo> devices(BackendRequest request) {
    try {
      return List.of(device(choose(request)));
    } catch (BlasUnavailableException none) {
      return List.of();
    }
  }

  @Override
  public Availability availability(BackendRequest request) {
    Availability host = HostCpu.availability(NAME, request);
    if (!host.isUsable()) {
      return host;
    }
    Choice choice;
    try {
      choice = choose(request);
    } catch (BlasUnavailableException none) {
      return Availability.unusable(none.getMessage(), none.remedy());
    }
    return Availability.usable(
        device(choice), host.precision().orElseThrow(), reason(choice, host.reason()));
  }

  @Override
  public Backend open(BackendRequest request) {
    Availability availability = availability(request);
    Precision precision =
        availability
            .precision()
            .orElseThrow(
                () -> new BackendException(availability.reason() + ". " + availability.remedy()));
    DeviceInfo device = availability.device().orElseThrow();
    try {
      return switch (choose(request).library()) {
        case OPENBLAS -> new CpuBackend(device, precision);
        case EJML -> PlainJavaBackend.fromServices().open(NAME, device, precision);
      };
    } catch (BlasUnavailableException none) {
      throw new BackendException(none.getMessage() + ". " + none.remedy(), none);
    }
  }

  private Choice choose(BackendRequest request) throws BlasUnavailableException {
    Optional<GemmLibrary> asked = request.cpuBlas().map(GemmLibrary::ofLabel);
    if (asked.equals(Optional.of(GemmLibrary.EJML))) {
      return new Choice(GemmLibrary.EJML, Optional.empty());
    }
    try {
      openBlas.load();
      return new Choice(GemmLibrary.OPENBLAS, Optional.empty());
    } catch (BlasUnavailableException none) {
      if (asked.isPresent()) {
        throw none;
      }
      return new Choice(GemmLibrary.EJML, Optional.of(none));
    }
  }

  private static DeviceInfo device(Choice choice) {
    return choice.library() == GemmLibrary.OPENBLAS
        ? CpuDevice.of(HostCpu.device())
        : HostCpu.device();
  }

  private static String reason(Choice choice, String inJava) {
    if (choice.library() == GemmLibrary.OPENBLAS) {
      return "OpenBLAS on " + OpenBlas.threads() + " cores";
    }
    return choice
        .missing()
        .map(why -> inJava + ", slowly: " + why.getMessage())
        .orElse(inJava + ", as asked by --cpu-blas ejml");
  }
}
