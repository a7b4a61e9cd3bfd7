package oncilla.cl.lwjgl;

import java.util.Optional;
import oncilla.cl.ClUnavailableException;
import org.lwjgl.opencl.CL;
import org.lwjgl.system.APIUtil;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.Library;
import org.lwjgl.system.Platform;

/**
 * Configures LWJGL, loads its native library and has it open the OpenCL loader.
 *
 * <p>A setting given as a system property ({@code org.lwjgl.opencl.libname}, {@code
 * org.lwjgl.system.memoryBackend}) is left as it is. Otherwise:
 *
 * <ul>
 *   <li>On Linux the loader is {@code libOpenCL.so.1}. LWJGL's own choice {@code libOpenCL.so} is
 *       there only where the development files are installed.
 *   <li>From JDK 25 on memory is reached through the foreign function and memory API, because
 *       {@code sun.misc.Unsafe} warns there. JDK 17 lacks that API.
 *   <li>OpenCL is initialised here and not by a static initialiser of LWJGL, and the loader is
 *       tried quietly first: otherwise a missing one prints advice to standard error, and is an
 *       {@link UnsatisfiedLinkError} once and a {@link NoClassDefFoundError} ever after.
 * </ul>
 */
final class LwjglLibrary {
  private static final String LINUX_LOADER = "libOpenCL.so.1";
  private static final int FIRST_JDK_WITHOUT_UNSAFE = 25;

  private LwjglLibrary() {}

  /** Loads the library if it is not loaded yet. */
  static void load() throws ClUnavailableException {
    if (Once.FAILURE.isPresent()) {
      throw Once.FAILURE.get().asException();
    }
  }

  /** What could not be loaded: the OpenCL loader or LWJGL's own library. */
  private record Failure(boolean ownLibrary, Throwable cause) {
    ClUnavailableException asException() {
      if (ownLibrary) {
        return new ClUnavailableException(
            "LWJGL could not unpack and load its native library (" + cause.getMessage() + ")",
            "Start Java with -Dorg.lwjgl.system.SharedLibraryExtractPath=DIR, a directory where"
                + " programs may run, or use the other binding",
            cause);
      }
      // The linker's own words do not reach LWJGL reliably, so they are used for a name that the
      // user chose, where the name is what matters, and for a library that is not OpenCL's.
      String name = Configuration.OPENCL_LIBRARY_NAME.get();
      boolean usual = name == null || name.equals(LINUX_LOADER);
      return usual && cause instanceof UnsatisfiedLinkError
          ? ClUnavailableException.noLoader(cause)
          : ClUnavailableException.unusableLoader(String.valueOf(cause.getMessage()), cause);
    }
  }

  /** The one attempt of this process; a class is initialised once, whoever asks first. */
  private static final class Once {
    static final Optional<Failure> FAILURE = initialise();

    private static Optional<Failure> initialise() {
      configure();
      try {
        Library.initialize();
      } catch (UnsatisfiedLinkError | ExceptionInInitializerError | NoClassDefFoundError failure) {
        return Optional.of(new Failure(true, failure));
      }
      try {
        tryLoader();
        CL.create();
        return Optional.empty();
      } catch (UnsatisfiedLinkError | IllegalStateException failure) {
        // The second is LWJGL's answer to a library without OpenCL's functions.
        return Optional.of(new Failure(false, failure));
      }
    }

    private static void configure() {
      Configuration.OPENCL_EXPLICIT_INIT.set(true);
      if (Platform.get() == Platform.LINUX && Configuration.OPENCL_LIBRARY_NAME.get() == null) {
        Configuration.OPENCL_LIBRARY_NAME.set(LINUX_LOADER);
      }
      if (Runtime.version().feature() >= FIRST_JDK_WITHOUT_UNSAFE
          && Configuration.MEMORY_BACKEND.get() == null) {
        Configuration.MEMORY_BACKEND.set("ffm");
      }
    }

    /** Opens and closes the loader: the same search as LWJGL's, without the advice. */
    private static void tryLoader() {
      String name = Configuration.OPENCL_LIBRARY_NAME.get();
      if (name != null) {
        APIUtil.apiCreateLibrary(name).free();
      } else if (Platform.get() == Platform.WINDOWS) {
        APIUtil.apiCreateLibrary("OpenCL.dll").free();
      }
    }
  }
}
