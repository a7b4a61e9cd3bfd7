package oncilla.backend.cpu;

import java.util.List;
import oncilla.backend.Backend;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.Tensor;
import oncilla.backend.checked.CheckedOps;
import oncilla.backend.host.HostBackend;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;

/** Computes on the cores of this machine, in memory outside the Java heap. */
public final class CpuBackend extends HostBackend {
  private final Ops ops;

  /** A backend; OpenBLAS has been loaded. */
  CpuBackend(DeviceInfo device, Precision precision) {
    super(BackendProvider.CPU, device, precision, new CpuMemory(precision));
    ops = new CheckedOps(this, new CpuOps(this));
  }

  /**
   * Opens what {@code --backend cpu} opens: this backend, or one in plain Java in its name where
   * OpenBLAS does not load.
   */
  public static Backend open(Precision precision) {
    return new CpuBackendProvider().open(BackendRequest.defaults().withPrecision(precision));
  }

  /** What OpenBLAS's kernels take at once, and a product is not cut apart within. */
  @Override
  public int rowUnit() {
    return ParallelGemm.ROW_UNIT;
  }

  @Override
  public Backend.Staging stage(List<Tensor> slots) {
    return CpuStaging.of(slots);
  }

  @Override
  public Ops ops() {
    return ops;
  }
}
