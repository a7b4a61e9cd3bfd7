package oncilla.cl;

import java.util.List;

/**
 * A Java binding of OpenCL, found through {@link java.util.ServiceLoader}: the top of the device
 * seam. The seam is cut at the level of objects, because one binding hands out objects and the
 * other longs. Everything on it is OpenCL 1.2. Creating a driver loads nothing; {@link #devices}
 * loads the library.
 */
public interface ClDriver {
  /** {@code jocl} or {@code lwjgl}. */
  String name();

  /**
   * All devices of all platforms, in the order of the platforms and then of each platform's
   * devices, so that an index means the same device through every binding.
   *
   * @throws ClUnavailableException if there is no OpenCL loader, or a loader without platforms or
   *     devices
   */
  List<ClDevice> devices() throws ClUnavailableException;

  /** A context for one device, which must be one of {@link #devices}. */
  ClContext createContext(ClDevice device);
}
