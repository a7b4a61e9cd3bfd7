package oncilla.backend.provider;

import java.util.List;
import java.util.function.Function;
import oncilla.backend.Backend;
import oncilla.backend.BackendException;
import oncilla.backend.DeviceInfo;
import oncilla.backend.Precision;

/**
 * A kind of backend, found through {@link java.util.ServiceLoader}. Asking costs little, loads no
 * native code that is not needed for the answer, and never throws because something is not
 * installed.
 */
public interface BackendProvider {
  /** Name of the backend that needs nothing installed. */
  String CPU = "cpu";

  /** Name of the backend for OpenCL devices. */
  String OPENCL = "opencl";

  /** Name of the reference, which everything else is compared with. */
  String EJML = "ejml";

  /** {@value #CPU}, {@value #OPENCL} or {@value #EJML}. */
  String name();

  /**
   * Whether {@code auto} and {@code crosscheck} may take this backend, or whether it is only opened
   * by name (the reference).
   */
  boolean selectable();

  /** Names of the bindings that its devices can be opened through; empty where it has none. */
  default List<String> bindings() {
    return List.of();
  }

  /** The devices it can compute on, in the order of their indices; empty where there is none. */
  List<DeviceInfo> devices(BackendRequest request);

  /** What is wrong with platforms and devices that are there and not taken; empty if nothing is. */
  default List<DeviceProblem> problems(BackendRequest request) {
    return List.of();
  }

  /**
   * Whether {@code request} can be met, with the reason, and with what opens the device that it
   * means. The device is looked for here and nowhere after.
   *
   * @throws IllegalArgumentException if the request itself makes no sense (a device name that fits
   *     two devices, an unknown binding)
   */
  Availability availability(BackendRequest request);

  /**
   * A second look at what {@link #availability} found, before {@code auto} takes it: the same, or
   * why the device should be passed over. It may open the device, and finds out about it once.
   *
   * @param found the answer to {@code request}
   * @param cpu opens the CPU backend in a precision, to compare with
   */
  default Availability examine(
      BackendRequest request, Availability.Usable found, Function<Precision, Backend> cpu) {
    return found;
  }

  /** Forgets what was found out about devices, so that it is found out again. */
  default void forget() {}

  /**
   * Opens the backend that {@code request} means.
   *
   * @throws BackendException with reason and remedy in one line, if the request cannot be met
   * @throws IllegalArgumentException as {@link #availability}
   */
  default Backend open(BackendRequest request) {
    return availability(request).orThrow().open();
  }
}
