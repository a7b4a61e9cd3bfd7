package oncilla.cl.jocl;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import oncilla.cl.ClUnavailableException;
import org.jocl.CL;

/**
 * Loads JOCL's native library, which in turn opens the OpenCL loader.
 *
 * <p>JOCL does both in the static initialiser of {@link CL}: it unpacks {@code libJOCL…} from its
 * jar to the temporary directory, loads it, and has it {@code dlopen} {@code libOpenCL.so.1}. Three
 * things follow.
 *
 * <ul>
 *   <li>A failure is an {@link UnsatisfiedLinkError} once and a {@link NoClassDefFoundError} ever
 *       after, so the first one is kept and every later question gets the same answer.
 *   <li>A failed {@code dlopen} prints two lines to standard error from C. On Linux {@link
 *       LoaderSearch} therefore looks for the loader first, and JOCL is left alone without one.
 *   <li>The unpacked file has a fixed name and is used if it exists, even while another process is
 *       still writing it. JOCL's property {@code uniqueLibraryNames} gives each process its own
 *       file and removes it at exit. Windows cannot remove a loaded library, and there the file
 *       would stay for ever, so it keeps the fixed name.
 * </ul>
 */
final class JoclLibrary {
  private static final String UNIQUE_NAMES = "uniqueLibraryNames";

  /** How JOCL's message begins if its own library, not the OpenCL loader, could not be loaded. */
  private static final String OWN_LIBRARY_FAILED = "Error while loading native library";

  private JoclLibrary() {}

  /** Loads the library if it is not loaded yet. */
  static void load() throws ClUnavailableException {
    if (Once.SEARCH.isPresent()) {
      throw Once.SEARCH.get().asException();
    }
    if (Once.FAILURE.isPresent()) {
      throw unavailable(Once.FAILURE.get());
    }
  }

  private static ClUnavailableException unavailable(LinkageError failure) {
    String message = String.valueOf(failure.getMessage());
    if (!message.startsWith(OWN_LIBRARY_FAILED)) {
      return ClUnavailableException.noLoader(failure);
    }
    return new ClUnavailableException(
        "JOCL could not unpack and load its native library in "
            + System.getProperty("java.io.tmpdir")
            + causeLine(message),
        "Start Java with -Djava.io.tmpdir=DIR, a directory where programs may run, or use the other"
            + " binding",
        failure);
  }

  /** The message holds whole stack traces; the line after the last heading says what happened. */
  private static String causeLine(String message) {
    String[] lines = message.lines().toArray(String[]::new);
    for (int line = lines.length - 2; line >= 0; line--) {
      if (lines[line].startsWith("Stack trace from the attempt")) {
        return " (" + lines[line + 1].strip() + ")";
      }
    }
    return "";
  }

  /** The one attempt of this process; a class is initialised once, whoever asks first. */
  private static final class Once {
    static final Optional<LoaderSearch.Problem> SEARCH =
        system().equals("linux")
            ? LoaderSearch.problem(Path.of("/"), System.getenv(), System.getProperty("os.arch"))
            : Optional.empty();
    static final Optional<LinkageError> FAILURE =
        SEARCH.isPresent() ? Optional.empty() : initialise();

    private static Optional<LinkageError> initialise() {
      boolean nameOnce =
          !system().startsWith("windows") && System.getProperty(UNIQUE_NAMES) == null;
      if (nameOnce) {
        System.setProperty(UNIQUE_NAMES, "true");
      }
      try {
        // Any function would do: the first use of the class loads the libraries.
        CL.clGetPlatformIDs(0, null, new int[1]);
        return Optional.empty();
      } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError failure) {
        return Optional.of(failure);
      } finally {
        if (nameOnce) {
          System.clearProperty(UNIQUE_NAMES);
        }
      }
    }

    private static String system() {
      return System.getProperty("os.name").toLowerCase(Locale.ROOT);
    }
  }
}
