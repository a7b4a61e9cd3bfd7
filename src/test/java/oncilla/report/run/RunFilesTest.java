package oncilla.report.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import oncilla.report.Json;
import oncilla.report.OutputException;
import oncilla.train.TrainingListener.CurvePoint;
import oncilla.train.metric.ClassificationMetrics;
import oncilla.train.metric.Metrics;
import oncilla.train.metric.Predictions;
import oncilla.train.metric.Scores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFilesTest {
  @TempDir Path directory;

  @Test
  void metricsAreThereLineByLine() throws IOException {
    Path file = directory.resolve("metrics.jsonl");
    try (MetricsFile metrics = MetricsFile.create(file)) {
      metrics.cost(0, 0.7157, 0.7157);
      assertEquals(
          "{\"iteration\": 0, \"cost\": 0.7157, \"data_cost\": 0.7157}\n", Files.readString(file));
      metrics.cost(100, Double.NaN, Double.POSITIVE_INFINITY);
      metrics.cost(200, 1e-7, 0.1 + 0.2);
    }
    List<String> lines = Files.readAllLines(file);
    assertEquals("{\"iteration\": 100, \"cost\": null, \"data_cost\": null}", lines.get(1));
    JsonNode last = new JsonMapper().readTree(lines.get(2));
    assertEquals(1e-7, last.get("cost").doubleValue());
    assertEquals(0.1 + 0.2, last.get("data_cost").doubleValue());
    assertEquals(3, lines.size());
  }

  @Test
  void learningCurvesStandInTheLineOfTheirCost() throws IOException {
    Path file = directory.resolve("metrics.jsonl");
    try (MetricsFile metrics = MetricsFile.create(file)) {
      metrics.curves(0, new CurvePoint(0.5, 0.75, 0.25));
      metrics.cost(0, 0.7, 0.6);
      metrics.cost(1, 0.5, 0.4);
    }
    assertEquals(
        List.of(
            "{\"iteration\": 0, \"cost\": 0.7, \"data_cost\": 0.6, \"train_accuracy\": 0.5,"
                + " \"test_cost\": 0.75, \"test_accuracy\": 0.25}",
            "{\"iteration\": 1, \"cost\": 0.5, \"data_cost\": 0.4}"),
        Files.readAllLines(file));
  }

  @Test
  void metricsOfAnotherRunAreNotOverwritten() throws IOException {
    Path file = directory.resolve("metrics.jsonl");
    Files.writeString(file, "theirs");
    OutputException refused = assertThrows(OutputException.class, () -> MetricsFile.create(file));
    assertEquals(
        file + ": cannot be written: there is a file of this name already", refused.getMessage());
    assertEquals("theirs", Files.readString(file));
  }

  /** On a full disk: said once, tried again with each line, and a failure only in the end. */
  @Test
  void metricsThatCannotBeWrittenEndNoRun() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs /dev/full, where nothing can be written");
    List<String> said = new ArrayList<>();
    MetricsFile metrics =
        MetricsFile.open(full, StandardOpenOption.WRITE, failure -> said.add(failure.getMessage()));
    metrics.cost(0, 0.5, 0.5);
    metrics.cost(1, 0.25, 0.25);
    String line = "/dev/full: cannot be written: No space left on device";
    assertEquals(List.of(line), said);
    assertEquals(line, assertThrows(OutputException.class, metrics::close).getMessage());
  }

  @Test
  void metricsOfARunThatGoesOnAreCutAndContinued() throws IOException {
    Path file = directory.resolve("metrics.jsonl");
    Files.writeString(
        file,
        """
        {"iteration": 0, "cost": 0.5, "data_cost": 0.4}
        {"validation_iteration": 4, "epochs": 1, "validation_data_cost": 0.7, "validation_accuracy": 0.5}
        {"iteration": 5, "cost": 0.3, "data_cost": 0.2, "train_accuracy": 1, "test_cost": 2, "test_accuracy": 0.25}
        {"iteration": 7, "cost": 0.25, "data_cost": 0.2}
        {"validation_iteration": 8, "epochs": 2, "validation_data_cost": 0.8, "validation_accuracy": 0.5}
        {"iteration": 10, "cost": 0.2, "data_cost": 0.1}
        {"iteration": 1""");
    CostHistory history = new CostHistory();
    MetricsCut.Kept kept = new MetricsCut(8, 5, false).of(file, history);
    List<String> lines = Files.readAllLines(file);
    assertEquals(List.of(lines.get(0), lines.get(1), lines.get(2), lines.get(4)), kept.lines());
    assertTrue(kept.isWhole());
    assertEquals(List.of(0.0, 5.0), boxed(history.costs().get(0).iterations()));
    assertEquals(List.of(2.0), boxed(history.costs().get(1).values()));
    assertEquals(List.of(0.7, 0.8), boxed(history.costs().get(2).values()));
    // Where validations go with costs, that of iteration 8 will be made again.
    assertEquals(3, new MetricsCut(8, 5, true).of(file, new CostHistory()).lines().size());
    assertFalse(new MetricsCut(16, 5, false).of(file, new CostHistory()).isWhole());

    try (MetricsFile metrics = MetricsFile.goOn(file, kept.lines(), failure -> {})) {
      metrics.cost(10, 0.125, 0.125);
    }
    assertEquals(
        "{\"iteration\": 10, \"cost\": 0.125, \"data_cost\": 0.125}",
        Files.readAllLines(file).get(4));
    assertEquals(5, Files.readAllLines(file).size());
  }

  private static List<Double> boxed(double[] numbers) {
    return java.util.Arrays.stream(numbers).boxed().toList();
  }

  /** With metrics of two examples, of which one is right, and neither has label 1. */
  private static Scores scores(Metrics metrics) {
    return new Scores(
        metrics,
        ClassificationMetrics.of(
            new Predictions(new double[] {-1, 1}, new double[] {0.25, 0.75}, new byte[2])));
  }

  @Test
  void theResultHasATestOnlyWhereThereIsOne() throws IOException {
    Path file = directory.resolve("result.json");
    Scores train = scores(new Metrics(208 / 209.0, 0.088, 0.08));
    new ResultFile(
            train,
            Optional.of(scores(new Metrics(0.78, 0.9, 0.9))),
            Optional.of(scores(new Metrics(0.8, 0.7, 0.6))),
            "opencl",
            "pthread",
            "Portable Computing Language",
            Optional.of("jocl"),
            "fp32",
            true,
            12.5,
            2500,
            OptionalLong.of(1400),
            Optional.of(Map.of("codes", List.of("better"))),
            true)
        .write(file);
    JsonNode with = new JsonMapper().readTree(Files.readString(file));
    assertEquals(208 / 209.0, with.at("/train/accuracy").doubleValue());
    assertEquals(0.088, with.at("/train/cost").doubleValue());
    assertEquals(0.6, with.at("/validation/data_cost").doubleValue());
    assertEquals(2500, with.get("iterations").longValue());
    assertEquals(1400, with.get("best_iteration").longValue());
    assertEquals(0.08, with.at("/train/data_cost").doubleValue());
    assertEquals(0.78, with.at("/test/accuracy").doubleValue());
    assertEquals("[[1,1],[0,0]]", with.at("/test/confusion").toString());
    assertEquals(1, with.at("/test/base_rate").doubleValue());
    assertEquals(0, with.at("/test/precision").doubleValue());
    assertTrue(with.at("/test/roc_auc").isNull());
    assertEquals((0.25 * 0.25 + 0.75 * 0.75) / 2, with.at("/test/brier").doubleValue());
    assertEquals("opencl", with.get("backend").textValue());
    assertEquals("pthread", with.get("device").textValue());
    assertEquals("Portable Computing Language", with.get("platform").textValue());
    assertEquals("jocl", with.get("binding").textValue());
    assertEquals("fp32", with.get("precision").textValue());
    assertTrue(with.get("unverified").booleanValue());
    assertTrue(with.get("interrupted").booleanValue());
    assertEquals(12.5, with.get("seconds").doubleValue());
    assertEquals(2500, with.get("iterations").longValue());
    assertEquals("better", with.at("/verdict/codes/0").textValue());

    new ResultFile(
            train,
            Optional.empty(),
            Optional.empty(),
            "cpu",
            "a processor",
            "OpenBLAS",
            Optional.empty(),
            "fp64",
            false,
            1,
            1,
            OptionalLong.empty(),
            Optional.empty(),
            false)
        .write(file);
    JsonNode without = new JsonMapper().readTree(Files.readString(file));
    assertFalse(without.has("test"));
    assertFalse(without.has("validation"));
    assertFalse(without.has("best_iteration"));
    assertFalse(without.has("verdict"));
    assertFalse(without.has("binding"));
    assertFalse(without.has("unverified"));
    assertEquals("OpenBLAS", without.get("platform").textValue());
  }

  @Test
  void theConfigurationComesBack() throws IOException {
    Path file = directory.resolve("config.json");
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("train", "a/b.h5");
    options.put("hidden", List.of(20, 7, 5));
    options.put("learning_rate", 0.0075);
    options.put("test", null);
    new ConfigFile("0.1.0", "train", options, Map.of("backend", "cpu")).write(file);
    String text = Files.readString(file);
    assertTrue(text.endsWith("}\n"));
    JsonNode config = new JsonMapper().readTree(text);
    assertEquals("0.1.0", config.get("oncilla_version").textValue());
    assertEquals(System.getProperty("java.version"), config.get("java_version").textValue());
    assertEquals("train", config.get("command").textValue());
    assertEquals("[20,7,5]", config.at("/options/hidden").toString());
    assertEquals(0.0075, config.at("/options/learning_rate").doubleValue());
    assertTrue(config.at("/options/test").isNull());
    assertEquals("cpu", config.at("/selection/backend").textValue());
  }

  @Test
  void keysAreInSnakeCase() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConfigFile("0.1.0", "train", Map.of("learningRate", 1), Map.of()));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConfigFile("0.1.0", "train", Map.of(), Map.of("the-device", 1)));
  }

  @Test
  void aMissingFolderIsNamed() {
    Path file = directory.resolve("gone").resolve("config.json");
    ConfigFile config = new ConfigFile("0.1.0", "train", Map.of(), Map.of());
    OutputException refused = assertThrows(OutputException.class, () -> config.write(file));
    assertEquals(file + ": cannot be written: no such folder", refused.getMessage());
  }

  @Test
  void numbersAreShortAndFinite() {
    Json json = new Json();
    assertEquals("5.684341886080802E-14", json.line(0x1p-44));
    assertEquals(
        "[2.0E-3,null,0.1]".replace("2.0E-3", json.line(2e-3)),
        json.line(new double[] {2e-3, Double.NaN, 0.1}));
    assertEquals(
        "[null,1.5,7,true,\"a\"]", json.line(List.of(Double.NEGATIVE_INFINITY, 1.5, 7, true, "a")));
    assertEquals("{\n  \"a\" : [ 1, 2 ]\n}\n", json.indented(Map.of("a", List.of(1, 2))));
    assertThrows(IllegalArgumentException.class, () -> json.line(List.of(new Object())));
  }
}
