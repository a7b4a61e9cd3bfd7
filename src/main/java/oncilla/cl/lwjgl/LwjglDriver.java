package oncilla.cl.lwjgl;

import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClListing;
import oncilla.cl.ClUnavailableException;
import oncilla.cl.KnownDevices;

/** OpenCL through LWJGL. */
public final class LwjglDriver implements ClDriver {
  private final KnownDevices<Long, Long> devices =
      new KnownDevices<>(LwjglLibrary::load, LwjglQueries::new);

  @Override
  public String name() {
    return "lwjgl";
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
    return LwjglContext.on(devices.handles(device));
  }
}
