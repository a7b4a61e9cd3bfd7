package oncilla.cli.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Options of the checks that are refused before anything is read. */
class RefusedTargetsTest {
  @TempDir Path directory;

  @Test
  void whatCrosscheckRefuses() throws IOException {
    Path data = Samples.table(directory.resolve("data.csv"));
    for (String option : List.of("--hidden", "--l2", "--seed", "--learning-rate", "--image-size")) {
      Outcome.of("crosscheck", "--backend", "cpu", option, "4")
          .assertUsageError(
              "oncilla crosscheck", option + " has no meaning without --train PATH or --demo");
    }
    Outcome.of("crosscheck", "--backend", "auto")
        .assertUsageError("oncilla crosscheck", "expected one of [cpu, opencl]");
    Outcome.of("crosscheck", "--backend", "cpu,cuda")
        .assertUsageError("oncilla crosscheck", "expected one of [cpu, opencl]");
    Outcome.of("crosscheck", "--test", data.toString())
        .assertUsageError("oncilla crosscheck", "--train PATH is missing");
    Outcome.of("crosscheck", "--train", data.toString(), "--keep-prob", "2")
        .assertUsageError("oncilla crosscheck", "a keep probability lies in (0, 1], not 2.0");
    Outcome.of("crosscheck", "--train", data.toString(), "--learning-rate", "-1")
        .assertUsageError("oncilla crosscheck", "the learning rate must be positive");
  }

  @Test
  void whatDevicesRefuses() {
    Outcome.of("devices", "everywhere").assertUsageError("oncilla devices", "everywhere");
    Outcome.of("devices", "--device", "0").assertUsageError("oncilla devices", "--check");
  }
}
