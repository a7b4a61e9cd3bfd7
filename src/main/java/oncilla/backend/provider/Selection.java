package oncilla.backend.provider;

import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;

/**
 * A backend that was chosen, not yet opened.
 *
 * @param backend the backend's name
 * @param request what was asked for
 * @param found the device, and what opens it
 * @param why why it was taken, one line
 */
public record Selection(
    String backend, BackendRequest request, Availability.Usable found, String why) {
  /** The device that {@link #open} opens. */
  public DeviceInfo device() {
    return found.device();
  }

  /** The precision that the backend will have. */
  public Precision precision() {
    return found.precision();
  }

  /** The binding that opens the device, where the backend has bindings. */
  public Optional<String> binding() {
    return found.binding();
  }

  /** What was taken and why, one line. */
  public String explanation() {
    return "%s on %s (%s): %s".formatted(backend, device().name(), precision().label(), why);
  }

  /** Backend, binding and precision, as {@code opencl/jocl fp32}. */
  public String label() {
    return backend + binding().map(name -> "/" + name).orElse("") + " " + precision().label();
  }

  /**
   * Opens the backend.
   *
   * @throws BackendException if the device cannot be opened
   */
  public Backend open() {
    return found.open();
  }
}
