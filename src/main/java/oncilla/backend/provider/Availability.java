package oncilla.backend.provider;

import java.util.Optional;
import java.util.function.Supplier;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;
import oncilla.base.Message;

/**
 * A provider's answer to a request: the device together with what opens it, or why the request
 * cannot be met and what mends that.
 */
public sealed interface Availability {
  /** Whether the request can be met. */
  boolean isUsable();

  /** Why the device was chosen, or why the request cannot be met; one line. */
  String reason();

  /** What a user can do about a request that cannot be met, or empty; one line. */
  Message remedy();

  /**
   * The device and what opens it.
   *
   * @throws BackendException with reason and remedy in one line, if the request cannot be met
   */
  Usable orThrow();

  /**
   * The request can be met.
   *
   * @param binding the binding that opens the device, where the backend has bindings
   * @param device the device that is opened
   * @param precision the precision asked for, or the backend's default
   * @param why why the device was chosen, one line
   * @param opener opens a backend on exactly this device, without looking for it again
   */
  record Usable(
      Optional<String> binding,
      DeviceInfo device,
      Precision precision,
      Message why,
      Supplier<Backend> opener)
      implements Availability {
    /**
     * Opens a backend on the device.
     *
     * @throws BackendException if the device cannot be opened
     */
    public Backend open() {
      return opener.get();
    }

    @Override
    public boolean isUsable() {
      return true;
    }

    @Override
    public String reason() {
      return why.toString();
    }

    @Override
    public Message remedy() {
      return Message.of();
    }

    @Override
    public Usable orThrow() {
      return this;
    }
  }

  /**
   * The request cannot be met.
   *
   * @param reason why not, one line
   * @param remedy what a user can do, or empty; one line
   */
  record Unusable(String reason, Message remedy) implements Availability {
    @Override
    public boolean isUsable() {
      return false;
    }

    @Override
    public Usable orThrow() {
      throw new BackendException(
          remedy.isEmpty() ? Message.of(reason) : Message.of(reason + ". ").then(remedy));
    }
  }
}
