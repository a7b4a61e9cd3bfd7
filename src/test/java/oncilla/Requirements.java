package oncilla;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a test needs beyond the JVM. Without it the test is skipped with a reason, unless {@code
 * oncilla.require} lists it: then its absence is a failure. So a machine that is meant to have
 * OpenCL cannot pass by skipping.
 */
public final class Requirements {
  private Requirements() {}

  /**
   * Skips or fails the running test, because {@code what} (opencl, oclgrind, data, rusticl) is
   * missing.
   */
  public static void missing(String what, String reason) {
    String message = what + ": " + reason;
    if (Arrays.asList(System.getProperty("oncilla.require", "").split(",")).contains(what)) {
      fail("required but missing, " + message);
    }
    abort(message);
  }

  /** The data file of this name, or skips (fails) the test. */
  public static Path data(String name) {
    String directory = System.getProperty("oncilla.data", "");
    if (directory.isBlank()) {
      missing("data", name + " (set -Doncilla.data=DIR)");
    }
    Path file = Path.of(directory, name);
    if (!Files.exists(file)) {
      missing("data", file + " does not exist");
    }
    return file;
  }

  /** Whether the long list is to be run. */
  public static boolean full() {
    return Boolean.getBoolean("oncilla.full");
  }
}
