package oncilla.backend.opencl.tuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oncilla.ChildJvm;
import oncilla.Requirements;
import oncilla.backend.BackendException;
import oncilla.backend.Precision;
import oncilla.backend.opencl.OpenClBackendProvider;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendProvider;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.backend.tuning.Tuner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command tune writes is what the next backend reads. */
class UserTuningFileTest {
  private static final BackendRequest REQUEST =
      BackendRequest.defaults().withPrecision(Precision.FP32);

  @TempDir Path directory;

  /** Says, in a process with a cache folder of its own, which file either of the services means. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) {
      Tuner tuner = Tuner.of(BackendProvider.OPENCL).orElseThrow();
      System.out.println("file " + tuner.userFile().orElseThrow());
      System.out.println("tuner " + tuner.status(REQUEST));
      BackendProvider provider = BackendSelector.fromServices().provider(BackendProvider.OPENCL);
      System.out.println(
          "provider "
              + assertThrows(BackendException.class, () -> provider.open(REQUEST)).getMessage());
    }
  }

  /** A damaged file is named by everybody who reads it. */
  @Test
  void theTunerAndTheBackendsReadTheSameFile() throws IOException, InterruptedException {
    Availability availability = new OpenClBackendProvider().availability(REQUEST);
    if (!availability.isUsable()) {
      Requirements.missing("opencl", availability.reason());
    }
    Path file = directory.resolve("oncilla").resolve("tuning.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{]");
    ProcessBuilder builder = ChildJvm.of(List.of("-Xmx256m"), Child.class);
    builder.environment().put("XDG_CACHE_HOME", directory.toString());
    String text = ChildJvm.printed(builder);
    List<String> lines =
        text.lines().filter(line -> line.matches("(file|tuner|provider) .*")).toList();
    assertEquals("file " + file, lines.get(0), text);
    assertTrue(lines.get(1).startsWith("tuner " + file + ": line 1, column "), text);
    assertTrue(lines.get(2).startsWith("provider " + file + ": line 1, column "), text);
  }
}
