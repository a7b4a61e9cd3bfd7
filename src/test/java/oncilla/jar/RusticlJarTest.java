package oncilla.jar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import oncilla.Requirements;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packed jar on OpenCL implementations that this machine does not have, in a root folder of
 * their own: Rusticl 25 as a CPU and as a GPU, and PoCL 6. It downloads their packages, so it runs
 * only where it is required.
 */
@Tag("rusticl")
class RusticlJarTest {
  private static final String RUSTICL = "rusticl";
  private static final long LONGEST_SECONDS = 600;

  /** How {@code .ci/trixie} ends where the packages cannot be had. */
  private static final int CANNOT_BE_HAD = 77;

  @TempDir Path folder;

  @Test
  void crosscheckHoldsOnRusticlAndOnAnotherPocl() throws IOException, InterruptedException {
    String required = System.getProperty("oncilla.require", "");
    if (!Arrays.asList(required.split(",")).contains(RUSTICL)) {
      Requirements.missing(
          RUSTICL, "not asked for (-Doncilla.require=rusticl; it downloads 100 MB once)");
    }
    Path output = folder.resolve("output.txt");
    Path project = Path.of(System.getProperty("oncilla.build")).toAbsolutePath().getParent();
    Process process =
        new ProcessBuilder(project.resolve(".ci/trixie").toString(), "run")
            .directory(project.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    String text = Files.readString(output, StandardCharsets.UTF_8);
    assertTrue(ended, "not done after " + LONGEST_SECONDS + " s:\n" + text);
    if (process.exitValue() == CANNOT_BE_HAD) {
      Requirements.missing(RUSTICL, text.strip());
    }
    assertEquals(0, process.exitValue(), text);
    // What was compared, also where all holds.
    System.out.print(text);
    for (String what : List.of("rusticl-cpu-fp32", "rusticl-gpu-fp64", "pocl-fp32")) {
      assertTrue(text.contains("trixie: " + what + ": all holds"), text);
    }
  }
}
