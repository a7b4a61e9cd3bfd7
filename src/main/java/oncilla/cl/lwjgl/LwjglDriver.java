package oncilla.cl.lwjgl;

import java.util.List;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClUnavailableException;

/** OpenCL through LWJGL. */
public final class LwjglDriver implements ClDriver {
  @Override
  public String name() {
    return "lwjgl";
  }

  @Override
  public List<ClDevice> devices() throws ClUnavailableException {
    return LwjglDevice.all().stream().map(LwjglDevice::description).toList();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if this machine has no such device
   */
  @Override
  public ClContext createContext(ClDevice device) {
    return LwjglContext.on(LwjglDevice.find(device));
  }
}
