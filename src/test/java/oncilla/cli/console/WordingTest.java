package oncilla.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import oncilla.backend.BackendException;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.train.TrainCommand;
import oncilla.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

/** What library code says of settings, users read with the options that set them. */
class WordingTest {
  @TempDir Path directory;

  private Outcome train(String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "train",
                "--train",
                Samples.table(directory.resolve("points.csv")).toString(),
                "--hidden",
                "3",
                "--iterations",
                "20",
                "--out",
                directory.resolve("run").toString()));
    arguments.addAll(List.of(options));
    return Outcome.of(arguments.toArray(String[]::new));
  }

  @ParameterizedTest
  @EnumSource
  void everySettingIsAnOptionOfTrain(Setting setting) {
    CommandLine train = new CommandLine(new TrainCommand());
    assertTrue(
        train.getCommandSpec().optionsMap().containsKey(Wording.option(setting)),
        Wording.option(setting));
  }

  @Test
  void settingsInAMessageAreOptions() {
    Message message =
        Message.of("Use ", Setting.PRECISION, " fp32, or ")
            .then(Message.of(Setting.BACKEND, " cpu"));
    assertEquals("Use --precision fp32, or --backend cpu", Wording.of(message));
    assertEquals("Use precision fp32, or backend cpu", message.toString());
    BackendException failure = new BackendException(message);
    assertEquals("Use precision fp32, or backend cpu", failure.getMessage());
    assertEquals("Use --precision fp32, or --backend cpu", Wording.of(failure));
    assertEquals("plain", Wording.of(new BackendException("plain")));
    assertEquals("other", Wording.of(new IllegalStateException("other")));
    assertThrows(IllegalArgumentException.class, () -> Message.of("the number ", 7));
  }

  @Test
  void aLineOfDataStaysOneLine() {
    DataException failure =
        new DataException(
            Message.of("a\nb; ", Setting.SKIP_UNREADABLE, " leaves\tit out"), new IOException());
    assertEquals("a b; --skip-unreadable leaves it out", Wording.of(failure));
    assertEquals("a b; skipUnreadable leaves it out", failure.getMessage());
  }

  @Test
  void unreadableImages() throws IOException {
    Path folder = Samples.folder(directory.resolve("images"), 2);
    Path text = Files.writeString(folder.resolve("cat").resolve("notes.txt"), "text");
    assertEquals(
        "oncilla: "
            + text
            + ": not a readable image: not a JPEG, PNG, GIF, BMP, TIFF or WebP image; --skip-unreadable leaves"
            + " such files out",
        Outcome.of("train", "--train", folder.toString(), "--out", directory + "/run")
            .err()
            .stripTrailing());
  }

  @Test
  void aDeviceThatTheCpuBackendHasNot() throws IOException {
    train("--backend", "cpu", "--device", "7")
        .assertFailure("the cpu backend has no device '7', only 0, ", ". Leave out --device\n");
  }

  @Test
  void aLibraryThatTheOpenClBackendHasNot() throws IOException {
    train("--backend", "opencl", "--cpu-blas", "ejml")
        .assertUsageError("oncilla train", "oncilla: the opencl backend has no --cpu-blas");
  }

  @Test
  void aLearningRateThatIsTooLarge() throws IOException {
    train("--backend", "cpu", "--learning-rate", "1e300", "--log-every", "1", "--quiet")
        .assertFailure("; try a lower --learning-rate than 1.0E300\n");
  }

  @Test
  void productsInJavaAsAsked() throws IOException {
    String line = train("--cpu-blas", "ejml").err().lines().findFirst().orElse("");
    assertTrue(
        line.matches(
            "cpu on .* \\(fp64\\): runs in Java on \\d+ cores, as asked by --cpu-blas ejml"),
        line);
  }
}
