package oncilla.cl.jocl;

import java.util.List;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClUnavailableException;

/** OpenCL through JOCL. */
public final class JoclDriver implements ClDriver {
  @Override
  public String name() {
    return "jocl";
  }

  @Override
  public List<ClDevice> devices() throws ClUnavailableException {
    return JoclDevice.all().stream().map(JoclDevice::description).toList();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if this machine has no such device
   */
  @Override
  public ClContext createContext(ClDevice device) {
    return JoclContext.on(JoclDevice.find(device));
  }
}
