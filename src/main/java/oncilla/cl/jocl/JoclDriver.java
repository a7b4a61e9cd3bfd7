package oncilla.cl.jocl;

import java.util.Optional;
import oncilla.cl.ClContext;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClListing;
import oncilla.cl.ClUnavailableException;
import oncilla.cl.DeviceSearch;
import oncilla.cl.DeviceSearch.Handles;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** OpenCL through JOCL. */
public final class JoclDriver implements ClDriver {
  /** What was found when devices were listed last; empty before. */
  private Optional<DeviceSearch<cl_platform_id, cl_device_id>> listed = Optional.empty();

  @Override
  public String name() {
    return "jocl";
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
    return JoclContext.on(
        listed.flatMap(search -> search.find(device)).orElseGet(() -> searchAgain(device)));
  }

  private DeviceSearch<cl_platform_id, cl_device_id> search() throws ClUnavailableException {
    JoclLibrary.load();
    DeviceSearch<cl_platform_id, cl_device_id> search = DeviceSearch.by(new JoclQueries());
    listed = Optional.of(search);
    return search;
  }

  private Handles<cl_platform_id, cl_device_id> searchAgain(ClDevice device) {
    try {
      return search()
          .find(device)
          .orElseThrow(() -> new IllegalArgumentException("there is no such device: " + device));
    } catch (ClUnavailableException unavailable) {
      throw new IllegalArgumentException("there is no device " + device.name(), unavailable);
    }
  }
}
