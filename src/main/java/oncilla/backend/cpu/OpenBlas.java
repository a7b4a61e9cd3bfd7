package oncilla.backend.cpu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import oncilla.base.CacheFolder;
import oncilla.base.Message;
import oncilla.base.Setting;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Loads OpenBLAS through JavaCPP, which unpacks the libraries of its jar into a folder that is kept
 * for the next start: the one in the property {@code org.bytedeco.javacpp.cachedir}, else {@code
 * oncilla/javacpp} in the user's cache folder; where that cannot be made JavaCPP goes on to {@code
 * .javacpp} in the home folder and then to the temporary one.
 *
 * <p>It is held to one thread of its own: {@link ParallelGemm} shares the work among as many cores
 * as Java knows of, which in a container may be fewer than the processor has, or fewer still if
 * OpenBLAS's variable {@code OPENBLAS_NUM_THREADS} says so.
 */
final class OpenBlas {
  private static final String CACHE_PROPERTY = "org.bytedeco.javacpp.cachedir";
  private static final String THREADS_VARIABLE = "OPENBLAS_NUM_THREADS";

  private OpenBlas() {}

  /** Loads the library if it is not loaded yet; a failure is remembered. */
  static void load() throws BlasUnavailableException {
    if (Once.FAILURE.isPresent()) {
      throw unavailable(Once.FAILURE.get());
    }
  }

  /** How many cores a product uses at most. */
  static int threads() {
    int cores = Runtime.getRuntime().availableProcessors();
    String asked = System.getenv(THREADS_VARIABLE);
    return asked != null && asked.matches("[1-9][0-9]{0,5}")
        ? Math.min(cores, Integer.parseInt(asked))
        : cores;
  }

  /** Version of the library and of its binding, as their jar says. */
  static String version() {
    try {
      return Loader.getVersion("org.bytedeco", "openblas");
    } catch (IOException cause) {
      throw new UncheckedIOException("the version of OpenBLAS is missing in the program", cause);
    }
  }

  /** Says in one line what happened; {@code cause} may have a message of many. */
  static BlasUnavailableException unavailable(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("").strip();
    return new BlasUnavailableException(
        "OpenBLAS could not be loaded (" + root.getClass().getSimpleName() + ": " + message + ")",
        Message.of(
            "Use ",
            Setting.CPU_BLAS,
            " ejml, a jar built on this kind of machine, or start java with -D"
                + CACHE_PROPERTY
                + "=DIR, a folder from where libraries may be loaded"),
        cause);
  }

  /** The one attempt of this process; a class is initialised once, whoever asks first. */
  private static final class Once {
    static final Optional<Throwable> FAILURE = attempt();

    private static Optional<Throwable> attempt() {
      if (System.getProperty(CACHE_PROPERTY) == null) {
        // Without a home JavaCPP finds a place of its own.
        CacheFolder.ofUser()
            .ifPresent(
                folder -> System.setProperty(CACHE_PROPERTY, folder.resolve("javacpp").toString()));
      }
      try {
        // Pointer's own library first: it is loaded by whatever uses the class.
        Loader.load(Pointer.class);
        Loader.load(openblas_nolapack.class);
        // Where the library has no such function, the call would print to standard output.
        if (Loader.addressof("openblas_set_num_threads") != null) {
          openblas_nolapack.blas_set_num_threads(1);
        }
        return Optional.empty();
      } catch (LinkageError | RuntimeException failure) {
        return Optional.of(failure);
      }
    }
  }
}
