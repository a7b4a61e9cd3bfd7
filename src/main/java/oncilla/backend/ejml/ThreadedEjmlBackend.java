package oncilla.backend.ejml;

import oncilla.backend.Backend;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.backend.host.PlainJavaBackend;

/** Opens an {@link EjmlBackend} with EJML's multi-threaded products, in another backend's name. */
public final class ThreadedEjmlBackend implements PlainJavaBackend {
  @Override
  public Backend open(String name, DeviceInfo device, Precision precision) {
    return new EjmlBackend(name, device, precision, new ThreadedMatmul());
  }
}
