package oncilla.cl;

import java.util.List;

/**
 * A Java binding of OpenCL, found through {@link java.util.ServiceLoader}: the top of the device
 * seam. The seam is cut at the level of objects, because one binding hands out objects and the
 * other longs. Everything on it is OpenCL 1.2. Creating a driver loads nothing; {@link #list} loads
 * the library.
 */
public interface ClDriver {
  /** {@code jocl} or {@code lwjgl}. */
  String name();

  /**
   * All devices of all platforms, in the order of the platforms and then of each platform's
   * devices, so that an index means the same device through every binding; and which platforms and
   * devices answered with an error, and so are not among them.
   *
   * @throws ClUnavailableException if there is no OpenCL loader, or a loader without platforms
   */
  ClListing list() throws ClUnavailableException;

  /**
   * The devices of {@link #list}, of which there is at least one.
   *
   * @throws ClUnavailableException as {@link #list}, or if there is no device that can be used
   */
  default List<ClDevice> devices() throws ClUnavailableException {
    return list().orUnavailable();
  }

  /** A context for one device, which must be one of {@link #devices}. */
  ClContext createContext(ClDevice device);
}
