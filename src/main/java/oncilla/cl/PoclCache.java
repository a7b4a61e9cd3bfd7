package oncilla.cl;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Why PoCL, which is installed, has no device. Its device is the processor, so that it is always
 * there, unless PoCL cannot make the folder for compiled kernels: a service whose user has no home.
 */
final class PoclCache {
  private static final String PLATFORM = "Portable Computing Language";

  private PoclCache() {}

  /**
   * One line that mends it, for a machine where {@code platforms} have no device; empty if PoCL is
   * not among them.
   *
   * @param platforms their names
   * @param environment of this process
   */
  static Optional<String> remedy(String platforms, Map<String, String> environment) {
    if (!platforms.contains(PLATFORM)) {
      return Optional.empty();
    }
    String folder = folder(environment);
    if (!canBeMade(folder)) {
      return Optional.of(
          "PoCL is installed, but cannot make "
              + folder
              + " for compiled kernels; set POCL_CACHE_DIR, or HOME, to a folder that can be"
              + " written");
    }
    String devices = environment.get("POCL_DEVICES");
    return Optional.of(
        "PoCL is installed, but offers no device; set POCL_CACHE_DIR to a folder that can be written"
            + (devices == null ? "" : ", or unset POCL_DEVICES, which is " + devices));
  }

  /** As PoCL looks for it. Source: {@code pocl_cache_init_topdir} of PoCL 3 to 6. */
  private static String folder(Map<String, String> environment) {
    String own = environment.get("POCL_CACHE_DIR");
    if (own != null) {
      return own;
    }
    String caches = environment.get("XDG_CACHE_HOME");
    String home = environment.get("HOME");
    return caches != null
        ? caches + "/pocl/kcache"
        : home != null ? home + "/.cache/pocl/kcache" : "/tmp/pocl/kcache";
  }

  private static boolean canBeMade(String folder) {
    try {
      Path at = Path.of(folder).toAbsolutePath();
      while (!Files.exists(at)) {
        at = at.getParent();
      }
      return Files.isDirectory(at) && Files.isWritable(at);
    } catch (InvalidPathException noPath) {
      return false;
    }
  }
}
