package oncilla.cl.jocl;

import java.util.List;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClUnavailableException;

/** OpenCL through JOCL. */
public final class JoclDriver implements ClDriver {
  /** The devices with their handles, as they were listed last; empty before. */
  private List<JoclDevice> listed = List.of();

  @Override
  public String name() {
    return "jocl";
  }

  @Override
  public List<ClDevice> devices() throws ClUnavailableException {
    listed = JoclDevice.all();
    return listed.stream().map(JoclDevice::description).toList();
  }

  /**
   * {@inheritDoc} Platforms are asked for their devices only if this driver has not listed it.
   *
   * @throws IllegalArgumentException if this machine has no such device
   */
  @Override
  public ClContext createContext(ClDevice device) {
    JoclDevice opened =
        listed.stream()
            .filter(known -> known.description().equals(device))
            .findFirst()
            .orElseGet(() -> JoclDevice.find(device));
    return JoclContext.on(opened);
  }
}
