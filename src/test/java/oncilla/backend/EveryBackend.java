package oncilla.backend;

import java.util.function.Supplier;
import java.util.stream.Stream;
import oncilla.backend.cpu.CpuBackendProvider;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.opencl.OpenClConfiguration;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.CpuBlas;

/**
 * A backend that a test opens and closes, under a name.
 *
 * @param name what tests call it
 * @param precision the format of its real numbers
 * @param opener opens it, or skips the test where its device is missing
 */
public record EveryBackend(String name, Precision precision, Supplier<Backend> opener) {
  /** The reference, the CPU backend on OpenBLAS and OpenCL by each binding, in each precision. */
  public static Stream<EveryBackend> all() {
    return Stream.concat(
        Stream.of(Precision.values()).flatMap(EveryBackend::onThisProcessor), openCl());
  }

  /** OpenCL by each binding, in each precision, with the device's own kernel parameters. */
  public static Stream<EveryBackend> openCl() {
    return OpenClConfiguration.defaults().stream()
        .map(one -> new EveryBackend(one.toString(), one.precision(), one::open));
  }

  /** The reference in {@code precision}. */
  public static EveryBackend ejml(Precision precision) {
    return new EveryBackend(
        "ejml " + precision.label(), precision, () -> EjmlBackend.reference(precision));
  }

  /** The CPU backend on OpenBLAS in {@code precision}. */
  public static EveryBackend cpu(Precision precision) {
    BackendRequest request =
        BackendRequest.defaults().withPrecision(precision).withCpuBlas(CpuBlas.OPENBLAS);
    return new EveryBackend(
        "cpu " + precision.label(), precision, () -> new CpuBackendProvider().open(request));
  }

  private static Stream<EveryBackend> onThisProcessor(Precision precision) {
    return Stream.of(ejml(precision), cpu(precision));
  }

  /** Opens the backend. */
  public Backend open() {
    return opener.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
