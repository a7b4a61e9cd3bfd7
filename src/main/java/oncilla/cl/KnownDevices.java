package oncilla.cl;

import java.util.Optional;
import java.util.function.Supplier;
import oncilla.cl.DeviceSearch.Handles;

/**
 * The devices that a binding has listed, with its handles of them. Platforms are asked for their
 * devices when they are listed; after that a device is found by what it said of itself.
 *
 * @param <P> the binding's handle of a platform
 * @param <D> the binding's handle of a device
 */
public final class KnownDevices<P, D> {
  private final Library library;
  private final Supplier<ClQueries<P, D>> queries;

  /** What was found when devices were listed last; empty before. */
  private Optional<DeviceSearch<P, D>> listed = Optional.empty();

  /** The native library of a binding. */
  @FunctionalInterface
  public interface Library {
    /**
     * Loads the library if it is not loaded yet.
     *
     * @throws ClUnavailableException if it cannot be loaded, or the OpenCL loader cannot
     */
    void load() throws ClUnavailableException;
  }

  /**
   * No device yet.
   *
   * @param library loaded before anything is asked
   * @param queries makes the binding's questions, once the library is loaded
   */
  public KnownDevices(Library library, Supplier<ClQueries<P, D>> queries) {
    this.library = library;
    this.queries = queries;
  }

  /**
   * Lists the devices anew.
   *
   * @throws ClUnavailableException if there is no OpenCL loader, or a loader without platforms
   */
  public ClListing list() throws ClUnavailableException {
    return search().listing();
  }

  /**
   * The handles of {@code device}. Platforms are asked for their devices only if it is not among
   * those that were listed.
   *
   * @throws IllegalArgumentException if this machine has no such device
   */
  public Handles<P, D> handles(ClDevice device) {
    return listed.flatMap(search -> search.find(device)).orElseGet(() -> searchAgain(device));
  }

  private DeviceSearch<P, D> search() throws ClUnavailableException {
    library.load();
    DeviceSearch<P, D> search = DeviceSearch.by(queries.get());
    listed = Optional.of(search);
    return search;
  }

  private Handles<P, D> searchAgain(ClDevice device) {
    try {
      return search()
          .find(device)
          .orElseThrow(() -> new IllegalArgumentException("there is no such device: " + device));
    } catch (ClUnavailableException unavailable) {
      throw new IllegalArgumentException("there is no device " + device.name(), unavailable);
    }
  }
}
