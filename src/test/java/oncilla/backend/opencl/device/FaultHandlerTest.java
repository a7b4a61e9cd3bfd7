package oncilla.backend.opencl.device;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
    Path output = directory.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                SafepointStress.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    // Empty, so that PoCL compiles.
    builder.environment().put("POCL_CACHE_DIR", directory.resolve("pocl").toString());
    int code = builder.start().waitFor();
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertEquals(0, code, text);
    assertEquals("done", text.strip().lines().reduce((first, second) -> second).orElse(""), text);
  }
}
