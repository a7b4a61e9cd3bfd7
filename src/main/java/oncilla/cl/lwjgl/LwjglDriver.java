package oncilla.cl.lwjgl;

import java.util.List;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClUnavailableException;

/** OpenCL through LWJGL. */
public final class LwjglDriver implements ClDriver {
  /** The devices with their handles, as they were listed last; empty before. */
  private List<LwjglDevice> listed = List.of();

  @Override
  public String name() {
    return "lwjgl";
  }

  @Override
  public List<ClDevice> devices() throws ClUnavailableException {
    listed = LwjglDevice.all();
    return listed.stream().map(LwjglDevice::description).toList();
  }

  /**
   * {@inheritDoc} Platforms are asked for their devices only if this driver has not listed it.
   *
   * @throws IllegalArgumentException if this machine has no such device
   */
  @Override
  public ClContext createContext(ClDevice device) {
    LwjglDevice opened =
        listed.stream()
            .filter(known -> known.description().equals(device))
            .findFirst()
            .orElseGet(() -> LwjglDevice.find(device));
    return LwjglContext.on(opened);
  }
}
