package oncilla.backend.provider;

import java.util.Optional;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.MatmulPrecision;
import oncilla.backend.Precision;
import oncilla.base.Message;
import oncilla.base.Worded;

/**
 * A backend that was chosen, not yet opened.
 *
 * @param backend the backend's name
 * @param request what was asked for
 * @param found the device, and what opens it
 * @param why why it was taken, one line
 */
public record Selection(
    String backend, BackendRequest request, Availability.Usable found, Message why)
    implements Worded {
  /** A backend on what was found, for the reason that it was found for. */
  public Selection(String backend, BackendRequest request, Availability.Usable found) {
    this(backend, request, found, found.why());
  }

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
  @Override
  public Message worded() {
    return Message.of("%s on %s (%s): ".formatted(backend, device().name(), precision().label()))
        .then(why);
  }

  /** {@link #worded}, with the settings' names in the code. */
  public String explanation() {
    return worded().toString();
  }

  /**
   * What the matrix products of {@code opened} are, one line; empty where they are exactly as exact
   * as was asked for.
   *
   * @param opened what {@link #open} opened
   */
  public Optional<String> matmulExplanation(Backend opened) {
    MatmulPrecision asked = request.matmulPrecision();
    MatmulPrecision used = opened.matmulPrecision();
    if (used == asked) {
      return Optional.empty();
    }
    return Optional.of(
        "matrix products: asked for %s, computed with %s (%s)"
            .formatted(
                asked.label(),
                used.label(),
                opened.precision() == Precision.FP32
                    ? "no less exact kernels for this device"
                    : "only products in fp32 can be less exact"));
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
