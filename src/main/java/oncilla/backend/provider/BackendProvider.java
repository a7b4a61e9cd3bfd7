package oncilla.backend.provider;

import java.util.List;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;

/**
 * A kind of backend, found through {@link java.util.ServiceLoader}. Asking costs little, loads no
 * native code that is not needed for the answer, and never throws because something is not
 * installed.
 */
public interface BackendProvider {
  /** {@code cpu}, {@code opencl} or {@code ejml}. */
  String name();

  /**
   * Whether {@code auto} and {@code crosscheck} may take this backend, or whether it is only opened
   * by name (the reference).
   */
  boolean selectable();

  /** The devices it can compute on, in the order of their indices; empty where there is none. */
  List<DeviceInfo> devices(BackendRequest request);

  /**
   * Whether {@code request} can be met, with the reason.
   *
   * @throws IllegalArgumentException if the request itself makes no sense (a device name that fits
   *     two devices, an unknown binding)
   */
  Availability availability(BackendRequest request);

  /**
   * Opens a backend.
   *
   * @throws BackendException with reason and remedy in one line, if the request cannot be met
   * @throws IllegalArgumentException as {@link #availability}
   */
  Backend open(BackendRequest request);
}
