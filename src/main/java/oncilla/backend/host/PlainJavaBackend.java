package oncilla.backend.host;

import java.util.ServiceLoader;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;

/**
 * Opens a backend in plain Java that shares its products among all cores: for a backend whose
 * native library does not load. Found through {@link ServiceLoader}.
 */
@FunctionalInterface
public interface PlainJavaBackend {
  /**
   * Opens the backend.
   *
   * @param name what {@link Backend#name} is to answer: the backend in whose place it computes
   * @param device what {@link Backend#device} is to answer
   * @param precision the format of real numbers
   */
  Backend open(String name, DeviceInfo device, Precision precision);

  /**
   * The one that is packed with the program.
   *
   * @throws BackendException if there is none
   */
  static PlainJavaBackend fromServices() {
    return ServiceLoader.load(PlainJavaBackend.class)
        .findFirst()
        .orElseThrow(() -> new BackendException("the program holds no backend in plain Java"));
  }
}
