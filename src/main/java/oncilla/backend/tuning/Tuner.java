package oncilla.backend.tuning;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import oncilla.backend.BackendException;
import oncilla.backend.provider.BackendRequest;

/**
 * Finds out which way of computing matrix products is fastest on a device. A service of its own,
 * found through {@link ServiceLoader}; what it finds is used by the backends that are opened from
 * then on.
 */
public interface Tuner {
  /** What tunes the backend of this name, if anything does. */
  static Optional<Tuner> of(String backend) {
    return ServiceLoader.load(Tuner.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(tuner -> tuner.backend().equals(backend))
        .findFirst();
  }

  /** The name of the backend whose products it tunes. */
  String backend();

  /**
   * The file that backends of this user read, and that holds what was tuned; it need not exist.
   * Empty for a user without a home directory.
   */
  Optional<Path> userFile();

  /** Names of the classes of extents that are tuned one by one, from little work to much. */
  List<String> shapeClasses();

  /**
   * What the backend that {@code request} opens takes for its matrix products, in one line: how
   * many kinds of products were tuned and in which file, and what is wrong with the user's file
   * where something is.
   */
  String status(BackendRequest request);

  /**
   * Searches, for each precision, form and class of extents in turn. Candidates are timed in turns
   * with the best so far, and {@code verifier} verifies one before it replaces that.
   *
   * @throws BackendException if the device cannot be used, or the file that is to be extended
   *     cannot be read
   * @throws IllegalArgumentException if the request makes no sense
   */
  List<TuningRow> tune(TuningRequest request, MatmulVerifier verifier, TuningProgress progress);
}
