package oncilla.backend.opencl.tuning;

import oncilla.backend.Precision;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;

/**
 * A kind of product to be tuned on a device.
 *
 * @param target where
 * @param product what
 */
record TuningJob(Target target, TuningEntry.Product product) {
  /**
   * A device that can be opened.
   *
   * @param driver that has the device
   * @param device one of its own
   * @param precision to open it with
   */
  record Target(ClDriver driver, ClDevice device, Precision precision) {}

  /** What the candidates must fit. */
  TuningSetting setting() {
    return new TuningSetting(target.device(), target.precision());
  }
}
