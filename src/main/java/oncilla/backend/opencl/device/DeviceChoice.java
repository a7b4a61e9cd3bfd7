package oncilla.backend.opencl.device;

import oncilla.backend.BackendException;
import oncilla.backend.Precision;
import oncilla.base.Message;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;

/** Which device a request means, looked up once: what opens it, or why there is none. */
public sealed interface DeviceChoice {
  /**
   * A device to open.
   *
   * @param driver opens it
   * @param device as the driver lists it
   * @param precision that asked for, or the default
   * @param reason why it was taken, in one line
   */
  record Found(ClDriver driver, ClDevice device, Precision precision, String reason)
      implements DeviceChoice {
    @Override
    public Found orThrow() {
      return this;
    }
  }

  /**
   * No device can be taken.
   *
   * @param reason why not, in one line
   * @param remedy what a user can do, in one line
   */
  record None(String reason, Message remedy) implements DeviceChoice {
    @Override
    public Found orThrow() {
      throw new BackendException(Message.of(reason + ". ").then(remedy));
    }
  }

  /**
   * The device.
   *
   * @throws BackendException with reason and remedy in one line, if there is none
   */
  Found orThrow();
}
