package oncilla.backend.cpu;

import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.provider.BackendRequest;

/** The backend that needs nothing installed, as fast as this machine's cores allow. */
public final class CpuBackend {
  /** Name of the backend. */
  public static final String NAME = "cpu";

  private CpuBackend() {}

  /** Opens it on OpenBLAS, or on EJML where that does not load. */
  public static Backend open(Precision precision) {
    return new CpuBackendProvider().open(BackendRequest.defaults().withPrecision(precision));
  }
}
