package oncilla.backend.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import oncilla.ChildJvm;
import oncilla.Requirements;
import oncilla.cl.ClDrivers;
import oncilla.cl.ClUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultHandlerTest {
  @TempDir Path directory;

  /** Without {@link FaultHandler} the process ended with signal 11 in four of four runs. */
  @Test
  void threadsThatAreStoppedAfterACompilationDoNotEndTheProcess()
      throws IOException, InterruptedException {
    try {
      ClDrivers.named("lwjgl").devices();
    } catch (ClUnavailableException none) {
      Requirements.missing("opencl", none.getMessage());
    }
    ProcessBuilder builder = ChildJvm.of(List.of("-Xmx256m"), SafepointStress.class);
    // Empty, so that PoCL compiles.
    builder.environment().put("POCL_CACHE_DIR", directory.resolve("pocl").toString());
    String text = ChildJvm.printed(builder);
    assertEquals("done", text.strip().lines().reduce((first, second) -> second).orElse(""), text);
  }
}
