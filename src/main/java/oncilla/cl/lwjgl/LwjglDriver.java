package oncilla.cl.lwjgl;

import java.util.Optional;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClListing;
import oncilla.cl.ClUnavailableException;
import oncilla.cl.DeviceSearch;
import oncilla.cl.DeviceSearch.Handles;

/** OpenCL through LWJGL. */
public final class LwjglDriver implements ClDriver {
  /** What was found when devices were listed last; empty before. */
  private Optional<DeviceSearch<Long, Long>> listed = Optional.empty();

  @Override
  public String name() {
    return "lwjgl";
  }

  @Override
  public ClListing list() throws ClUnavailableException {
    return search().listing();
  }

  /**
   * {@inheritDoc} Platforms are asked for their devices only if this driver has not listed it.
   *
   * @throws IllegalArgumentException if this machine has no such device
   */
  @Override
  public ClContext createContext(ClDevice device) {
    return LwjglContext.on(
        listed.flatMap(search -> search.find(device)).orElseGet(() -> searchAgain(device)));
  }

  private DeviceSearch<Long, Long> search() throws ClUnavailableException {
    LwjglLibrary.load();
    DeviceSearch<Long, Long> search = DeviceSearch.by(new LwjglQueries());
    listed = Optional.of(search);
    return search;
  }

  private Handles<Long, Long> searchAgain(ClDevice device) {
    try {
      return search()
          .find(device)
          .orElseThrow(() -> new IllegalArgumentException("there is no such device: " + device));
    } catch (ClUnavailableException unavailable) {
      throw new IllegalArgumentException("there is no device " + device.name(), unavailable);
    }
  }
}
