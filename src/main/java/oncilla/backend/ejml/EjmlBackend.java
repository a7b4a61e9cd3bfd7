package oncilla.backend.ejml;

import oncilla.backend.DeviceInfo;
import oncilla.backend.Ops;
import oncilla.backend.Precision;
import oncilla.backend.checked.CheckedOps;
import oncilla.backend.host.HostBackend;
import oncilla.backend.host.HostCpu;
import oncilla.backend.provider.BackendProvider;

/** Computes on the calling thread, in Java arrays, with EJML. */
public final class EjmlBackend extends HostBackend {
  private final Ops ops;

  /**
   * A backend over EJML with these products.
   *
   * @param name what {@link #name} answers
   * @param device what {@link #device} answers
   * @param precision fp64, or fp32 by rounding every result
   * @param matmul computes the matrix products
   */
  public EjmlBackend(String name, DeviceInfo device, Precision precision, Matmul matmul) {
    super(name, device, precision, new EjmlMemory());
    ops = new CheckedOps(this, new EjmlOps(this, matmul));
  }

  /** The reference: named {@code ejml}, with EJML's single-threaded products. */
  public static EjmlBackend reference(Precision precision) {
    return reference(HostCpu.device(), precision);
  }

  /** The reference on {@code device}, which is this processor. */
  static EjmlBackend reference(DeviceInfo device, Precision precision) {
    return new EjmlBackend(BackendProvider.EJML, device, precision, new EjmlMatmul());
  }

  /** Eight: real numbers are kept in double whatever the precision is. */
  @Override
  public int bytesPerReal() {
    return Double.BYTES;
  }

  @Override
  public Ops ops() {
    return ops;
  }
}
