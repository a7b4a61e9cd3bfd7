package oncilla.backend.verification;

import java.util.Optional;
import java.util.ServiceLoader;
import oncilla.backend.Backend;

/**
 * Verifies operations by a reference that the verified backend cannot see; found as a service.
 * Opening one may take a moment, so it is opened when something has to be verified.
 */
public interface OpVerifier extends AutoCloseable {
  /**
   * Runs the cases of {@code exercise}, each more than once, and compares all that they write.
   *
   * @param backend whose memory is used
   * @param candidate the operations to verify; they belong to the backend
   * @return what is wrong, in one line, or empty
   */
  Optional<String> fault(Backend backend, FusedParts candidate, Exercise exercise);

  @Override
  void close();

  /** Makes an {@link OpVerifier}. */
  interface Provider {
    /** A verifier that the caller closes. */
    OpVerifier open();

    /**
     * The one on the class path.
     *
     * @throws IllegalStateException if there is none
     */
    static Provider fromServices() {
      return ServiceLoader.load(Provider.class)
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("there is nothing to verify kernels with"));
    }
  }
}
