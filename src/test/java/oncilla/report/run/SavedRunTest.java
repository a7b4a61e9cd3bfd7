package oncilla.report.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.data.DataException;
import oncilla.report.Curve;
import oncilla.train.TrainingListener.CurvePoint;
import oncilla.train.TrainingListener.ValidationPoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SavedRunTest {
  @TempDir Path directory;

  private Path run(String name, Map<String, ?> options, Map<String, ?> selection)
      throws IOException {
    Path run = Files.createDirectory(directory.resolve(name));
    new ConfigFile("0.1.0", "train", options, selection).write(run.resolve("config.json"));
    try (MetricsFile metrics = MetricsFile.create(run.resolve("metrics.jsonl"))) {
      metrics.curves(0, new CurvePoint(0.5, 0.75, 0.25));
      metrics.cost(0, 0.7, 0.6);
      metrics.validated(new ValidationPoint(0, 0, 0.8, 0.5, true));
      metrics.cost(100, Double.NaN, 0.4);
    }
    return run;
  }

  private List<String> labels(Path... runs) {
    return new RunLabels(List.of(runs).stream().map(SavedRun::read).toList()).labels();
  }

  @Test
  void comesBackAsItWasWritten() throws IOException {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("train", "a/b.csv");
    options.put("test", null);
    options.put("keep_prob", List.of(0.86, 1.0));
    options.put("l2", 0.0);
    options.put("learning_rate", 0.0075);
    options.put("seed", 3L);
    options.put("demo", false);
    Path path = run("a", options, Map.of("backend", "cpu", "driver", "x"));
    SavedRun saved = SavedRun.read(path);
    assertEquals(
        Map.of(
            "train", "a/b.csv",
            "keep_prob", "0.86,1",
            "l2", "0",
            "learning_rate", "0.0075",
            "seed", "3",
            "demo", "false",
            "backend", "cpu"),
        saved.settings());
    assertArrayEquals(new double[] {0, 100}, saved.cost("J").iterations());
    assertArrayEquals(new double[] {0.7, Double.NaN}, saved.cost("J").values());
    Curve accuracy = saved.testAccuracy("a").orElseThrow();
    assertArrayEquals(new double[] {0}, accuracy.iterations());
    assertArrayEquals(new double[] {0.25}, accuracy.values());
    assertEquals(100, saved.last().iteration());
    assertEquals(Optional.empty(), saved.last().testAccuracy());
  }

  @Test
  void aRunThatHasOnlyBeenValidatedHasNoCosts() throws IOException {
    Path path = run("a", Map.of(), Map.of());
    String validation = "{\"validation_iteration\": 3, \"validation_data_cost\": 0.5}\n";
    Files.writeString(path.resolve("metrics.jsonl"), validation);
    DataException refused = assertThrows(DataException.class, () -> SavedRun.read(path));
    assertEquals(path.resolve("metrics.jsonl") + ": no costs yet", refused.getMessage());
  }

  /** Hidden layers had ReLU before there was a choice. */
  @Test
  void aRunFromBeforeActivationsHadNamesIsOneWithRelu() throws IOException {
    Path old = run("old", Map.of("seed", 1), Map.of());
    Path relu = run("relu", Map.of("seed", 2, "activation", "relu"), Map.of());
    Path tanh = run("tanh", Map.of("seed", 1, "activation", "tanh"), Map.of());
    assertEquals(List.of("seed 1", "seed 2"), labels(old, relu));
    assertEquals(List.of("activation relu", "activation tanh"), labels(old, tanh));
  }

  @Test
  void aLineThatWasCutOffIsLeftOut() throws IOException {
    Path path = run("a", Map.of(), Map.of());
    Path metrics = path.resolve("metrics.jsonl");
    Files.writeString(metrics, Files.readString(metrics) + "{\"iteration\": 20");
    assertEquals(100, SavedRun.read(path).last().iteration());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"iteration\": 0}                    | line 1: cost missing, expected a number or null",
        "{\"iteration\": 0, \"cost\": \"low\"} | line 1: cost \"low\", expected a number or null",
        "{\"cost\": 0.7}                       | line 1: iteration missing, expected a whole number",
        "{\"iteration\": 0.5, \"cost\": 0.7}   | line 1: iteration 0.5, expected a whole number",
        "[1, 2]                                | line 1: iteration missing",
        "{\"iteration\": 0, \"cost\": 1} {}    | line 1: not JSON",
        "nonsense                              | line 1: not JSON",
        "``                                    | line 1: not JSON",
      })
  void badMetricsAreOneLine(String text, String problem) throws IOException {
    Path path = run("a", Map.of(), Map.of());
    Files.writeString(path.resolve("metrics.jsonl"), text + "\n");
    DataException refused = assertThrows(DataException.class, () -> SavedRun.read(path));
    String expected = path.resolve("metrics.jsonl") + ": " + problem;
    assertTrue(refused.getMessage().startsWith(expected), refused.getMessage());
    assertFalse(refused.getMessage().contains("\n"));
  }

  @Test
  void whatIsNoRunIsNamed() throws IOException {
    assertRefused(directory.resolve("gone"), "gone: no such folder");
    Path file = Files.writeString(directory.resolve("file"), "");
    assertRefused(file, "file: not a folder");
    Path empty = Files.createDirectory(directory.resolve("empty"));
    assertRefused(empty, "config.json: no such file, expected a run directory of train");
    Files.writeString(empty.resolve("config.json"), "{");
    assertRefused(empty, "config.json: not JSON: ");
    Files.writeString(empty.resolve("config.json"), "{}");
    assertRefused(empty, "config.json: no options, expected those of a run of train");
    Files.writeString(empty.resolve("config.json"), "{\"options\": {}}");
    assertRefused(empty, "metrics.jsonl: no such file, expected a run directory of train");
    Files.writeString(empty.resolve("metrics.jsonl"), "");
    assertRefused(empty, "metrics.jsonl: no costs yet");
    Files.write(empty.resolve("metrics.jsonl"), new byte[] {(byte) 0xff, '\n'});
    assertRefused(empty, "metrics.jsonl: cannot be read: ");
  }

  private void assertRefused(Path path, String problem) {
    DataException refused = assertThrows(DataException.class, () -> SavedRun.read(path));
    assertTrue(refused.getMessage().contains(problem), refused.getMessage());
    assertEquals(1, refused.getMessage().lines().count());
  }

  @Test
  void labelsSayWhatDiffers() throws IOException {
    Path a = run("a", Map.of("l2", 0.0, "seed", 3, "train", "x/one.csv"), Map.of());
    Path b = run("b", Map.of("l2", 0.7, "seed", 3, "train", "y/two.csv"), Map.of());
    Path c = run("c", Map.of("l2", 0.7, "seed", 3, "log_every", 5), Map.of());
    assertEquals(List.of("l2 0, train one.csv", "l2 0.7, train two.csv"), sorted(labels(a, b)));
    assertEquals(List.of("train none", "train two.csv"), labels(c, b));
    assertEquals("seed 3", new RunLabels(List.of(SavedRun.read(a), SavedRun.read(b))).common());
  }

  /** The order of options in a map of a test is not that of a file. */
  private static List<String> sorted(List<String> labels) {
    return labels.stream()
        .map(label -> String.join(", ", List.of(label.split(", ")).stream().sorted().toList()))
        .toList();
  }

  @Test
  void withoutADifferenceTheFolderIsTheLabel() throws IOException {
    Path a = run("a", Map.of("l2", 0.0), Map.of());
    Path b = run("b", Map.of("l2", 0.0), Map.of());
    Path c = run("c", Map.of("l2", 0.7), Map.of());
    assertEquals(List.of(a.toString()), labels(a));
    assertEquals(List.of(a.toString(), b.toString()), labels(a, b));
    assertEquals(List.of("l2 0 (" + a + ")", "l2 0 (" + b + ")", "l2 0.7"), labels(a, b, c));
  }

  @Test
  void whatFollowsFromTheBackendIsNotRepeated() throws IOException {
    Path cpu = run("a", Map.of(), Map.of("backend", "cpu", "device", "EPYC"));
    Path jocl = run("b", Map.of(), Map.of("backend", "opencl", "device", "H", "binding", "jocl"));
    Path lwjgl = run("c", Map.of(), Map.of("backend", "opencl", "device", "H", "binding", "lwjgl"));
    assertEquals(List.of("backend cpu", "backend opencl"), labels(cpu, jocl));
    assertEquals(
        List.of(
            "backend cpu, binding none",
            "backend opencl, binding jocl",
            "backend opencl, binding lwjgl"),
        labels(cpu, jocl, lwjgl));
  }
}
