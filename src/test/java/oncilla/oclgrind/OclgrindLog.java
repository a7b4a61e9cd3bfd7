package oncilla.oclgrind;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import oncilla.Requirements;
import oncilla.cl.ClDevice;
import oncilla.cl.ClDriver;
import oncilla.cl.ClUnavailableException;

/**
 * What oclgrind writes while kernels run. It never fails a call and exits with 0, so its log is the
 * verdict.
 */
final class OclgrindLog {
  private final Path file;

  private OclgrindLog(Path file) {
    this.file = file;
  }

  /** The log of this process, or skips the test where oclgrind is not installed. */
  static OclgrindLog open() {
    String icd = System.getenv("OCL_ICD_VENDORS");
    String log = System.getenv("OCLGRIND_LOG");
    if (icd == null || log == null || !Files.exists(Path.of(icd))) {
      Requirements.missing("oclgrind", "its OpenCL library " + icd + " does not exist");
    }
    return new OclgrindLog(Path.of(log));
  }

  /** The only device there is; a test that ran on another one would prove nothing. */
  ClDevice simulator(ClDriver driver) {
    try {
      ClDevice device = driver.devices().get(0);
      assertEquals(1, driver.devices().size());
      assertEquals("Oclgrind Simulator", device.name());
      return device;
    } catch (ClUnavailableException none) {
      Requirements.missing("oclgrind", none.getMessage());
      throw new AssertionError(none);
    }
  }

  /** What was reported since the newest context was created: each one starts the file anew. */
  String read() throws IOException {
    return Files.exists(file) ? Files.readString(file) : "";
  }
}
