package oncilla.backend.cpu;

import oncilla.backend.Backend;
import oncilla.backend.Precision;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.backend.ejml.HostCpu;
import oncilla.backend.ejml.ThreadedMatmul;

/** The EJML operations with multi-threaded matrix products. */
public final class CpuBackend {
  /** Name of the backend. */
  public static final String NAME = "cpu";

  private CpuBackend() {}

  /** Opens it; there is nothing that could be missing. */
  public static Backend open(Precision precision) {
    return new EjmlBackend(NAME, HostCpu.device(), precision, new ThreadedMatmul());
  }
}
