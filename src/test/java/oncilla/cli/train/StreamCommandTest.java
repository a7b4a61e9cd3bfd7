package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import oncilla.backend.Backend;
import oncilla.backend.ForwardingBackend;
import oncilla.backend.Precision;
import oncilla.backend.ejml.EjmlBackend;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.Messages;
import oncilla.cli.options.StreamOptions.When;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.TrainTest;
import oncilla.nn.Network;
import oncilla.train.TrainingConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --stream}. */
class StreamCommandTest {
  private static final int PICTURES = 23;

  @TempDir Path directory;

  private Path pictures() throws IOException {
    Path folder = directory.resolve("pictures");
    for (int i = 0; i < PICTURES; i++) {
      StreamSamples.picture(folder.resolve(i % 3 == 0 ? "cat" : "dog").resolve(i + ".png"), i);
    }
    return folder;
  }

  private Outcome train(Path data, String out, String... options) {
    List<String> words =
        new ArrayList<>(
            List.of("train", "--train", "" + data, "--out", "" + directory.resolve(out)));
    words.addAll(List.of(options));
    return Outcome.of(words.toArray(String[]::new));
  }

  private void assertSameBytes(String one, String other) throws IOException {
    for (String file : List.of("model.safetensors", "metrics.jsonl")) {
      assertArrayEquals(
          Files.readAllBytes(directory.resolve(one).resolve(file)),
          Files.readAllBytes(directory.resolve(other).resolve(file)),
          file);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"cpu", "opencl"})
  void givesTheSameBytes(String backend) throws IOException {
    Path data = pictures();
    String[] options = {
      "--image-size=9",
      "--hidden=6,4",
      "--batch-size=6",
      "--epochs=9",
      "--optimizer=adamw",
      "--keep-prob=0.8",
      "--augment=photo",
      "--standardize",
      "--validation-split=0.2",
      "--early-stop=4",
      "--log-every=5",
      "--backend=" + backend
    };
    Outcome on = train(data, "on", with(options, "--stream=on"));
    assertEquals(0, on.code(), on.toString());
    assertTrue(on.err().contains("training examples are streamed to "), on.err());
    assertTrue(on.err().contains(data + ": 23 decoded pictures are kept in "), on.err());
    Outcome off = train(data, "off", with(options, "--stream=off"));
    assertEquals(0, off.code(), off.toString());
    assertFalse(off.err().contains("stream"), off.err());
    assertFalse(off.err().contains("decoded"), off.err());
    assertSameBytes("on", "off");
    // As the first was, but for that.
    Path config = directory.resolve("on").resolve("config.json");
    assertTrue(Files.readString(config).contains("\"stream\" : \"on\""));
    Outcome again =
        Outcome.done("train", "--config", "" + config, "--out", "" + directory.resolve("again"));
    assertTrue(again.err().contains("23 decoded pictures are read from "), again.err());
    assertSameBytes("on", "again");
  }

  private static String[] with(String[] options, String more) {
    return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void tablesStreamToo() throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    for (String when : List.of("on", "off")) {
      Outcome outcome =
          train(table, when, "--batch-size=7", "--epochs=3", "--backend=cpu", "--stream=" + when);
      assertEquals(0, outcome.code(), outcome.toString());
    }
    assertSameBytes("on", "off");
  }

  @Test
  void oneBatchOfAllStaysOnTheDevice() throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    Outcome outcome = train(table, "on", "--iterations=5", "--backend=cpu", "--stream=ON");
    assertEquals(0, outcome.code(), outcome.toString());
    assertTrue(
        outcome
            .err()
            .contains(
                "nothing is streamed: one batch is the whole training set, which stays on the device"),
        outcome.err());
  }

  @Test
  void knowsThreeWords() {
    train(directory, "out", "--stream=maybe")
        .assertUsageError("oncilla train", "expected one of [auto, on, off]");
  }

  @Test
  void saysTheSameOfUnreadablePictures() throws IOException {
    Path data = pictures();
    Files.writeString(data.resolve("cat").resolve("00.png"), "no picture");
    Files.writeString(data.resolve("dog").resolve("7a.png"), "");
    String expected = train(data, "a", "--epochs=1", "--batch-size=4").err();
    assertTrue(expected.contains("00.png: not a readable image"), expected);
    assertTrue(expected.contains("(and 1 others); --skip-unreadable"), expected);
    // The first time they are decoded, the second time only those two are.
    for (int i = 0; i < 2; i++) {
      Outcome outcome = train(data, "b", "--epochs=1", "--batch-size=4", "--stream=on");
      assertEquals(1, outcome.code());
      assertTrue(outcome.err().endsWith(expected), outcome.err());
    }
    List<String> warnings = warnings(data, "c", "--stream=off");
    assertEquals(1, warnings.size(), warnings::toString);
    assertEquals(warnings, warnings(data, "d", "--stream=on"));
    assertSameBytes("c", "d");
  }

  private List<String> warnings(Path data, String out, String stream) {
    Outcome outcome =
        train(
            data,
            out,
            "--epochs=2",
            "--batch-size=4",
            "--backend=cpu",
            "--skip-unreadable",
            stream);
    assertEquals(0, outcome.code(), outcome.toString());
    return outcome.err().lines().filter(line -> line.startsWith("warning")).toList();
  }

  /** With little memory. */
  private static final class Small extends ForwardingBackend {
    private final long bytes;

    Small(Backend to, long bytes) {
      super(to);
      this.bytes = bytes;
    }

    @Override
    public long tensorBytes() {
      return bytes;
    }
  }

  /** 1,000 rows of 3,000 bytes: four batches of 10 of them fit where all do not. */
  @Test
  void autoStreamsWhereThatHelps() {
    Dataset train =
        new Dataset(
            "pixels",
            new Pixels(new byte[3_000_000], 1000, new ImageGeometry(10, 100, 3)),
            new byte[1000],
            List.of("no", "yes"));
    TrainingConfig batches = TrainingConfig.defaults().withBatchSize(10);
    TrainingConfig whole = TrainingConfig.defaults();
    try (Backend backend = EjmlBackend.reference(Precision.FP64)) {
      Backend large = new Small(backend, 10_000_000);
      Backend small = new Small(backend, 2_000_000);
      Backend tiny = new Small(backend, 20_000);
      assertEquals("", decided(When.AUTO, large, train, batches, false));
      String said = decided(When.AUTO, small, train, batches, true);
      assertTrue(said.contains("the 1000 training examples do not fit"), said);
      assertTrue(said.contains("at once, and are streamed, batch by batch"), said);
      assertEquals("", decided(When.AUTO, tiny, train, batches, false));
      assertEquals("", decided(When.AUTO, small, train, whole, false));
      assertEquals("", decided(When.OFF, large, train, batches, false));
      assertEquals("", decided(When.OFF, small, train, whole, false));
      assertEquals("", decided(When.OFF, tiny, train, batches, false));
      assertEquals(
          "without --stream off the training set would stay with the host, and fit",
          decided(When.OFF, small, train, batches, false).strip());
      decided(When.ON, large, train, batches, true);
      decided(When.ON, large, train, whole, false);
    }
  }

  private static String decided(
      When when, Backend backend, Dataset train, TrainingConfig config, boolean streams) {
    StringWriter said = new StringWriter();
    try (Messages messages = new Messages(new PrintWriter(said, true), false, false)) {
      TrainTest placed =
          new StreamChoice(when, Network.classifier(3000, List.of(3)), config)
              .on(backend, new TrainTest(train, java.util.Optional.empty()), messages);
      assertEquals(streams, placed.train().features().streams());
    }
    return said.toString();
  }
}
