package oncilla.cl.jocl;

import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClListing;
import oncilla.cl.ClUnavailableException;
import oncilla.cl.KnownDevices;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** OpenCL through JOCL. */
public final class JoclDriver implements ClDriver {
  private final KnownDevices<cl_platform_id, cl_device_id> devices =
      new KnownDevices<>(JoclLibrary::load, JoclQueries::new);

  @Override
  public String name() {
    return "jocl";
  }

  @Override
  public ClListing list() throws ClUnavailableException {
    return devices.list();
  }

  /**
   * {@inheritDoc} Platforms are asked for their devices only if this driver has not listed it.
   *
   * @throws IllegalArgumentException if this machine has no such device
   */
  @Override
  public ClContext createContext(ClDevice device) {
    return JoclContext.on(devices.handles(device));
  }
}
