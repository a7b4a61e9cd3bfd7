package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With {@code --json}, standard output is one JSON document with known keys, and nothing else. */
class JsonOutputTest {
  @TempDir Path directory;

  private static void assertKeys(JsonNode object, String... keys) {
    assertTrue(object.isObject(), object.toString());
    Set<String> found = new TreeSet<>();
    object.fieldNames().forEachRemaining(found::add);
    assertEquals(new TreeSet<>(List.of(keys)), found);
  }

  /** As scikit-learn names them. */
  private static final List<String> METRICS =
      List.of(
          "accuracy",
          "base_rate",
          "balanced_accuracy",
          "precision",
          "recall",
          "f1",
          "roc_auc",
          "average_precision",
          "log_loss",
          "brier",
          "ece",
          "confusion");

  private static void assertMetrics(JsonNode metrics) {
    List<String> keys = new ArrayList<>(METRICS);
    keys.addAll(List.of("cost", "data_cost"));
    assertKeys(metrics, keys.toArray(String[]::new));
    assertEquals(metrics.get("data_cost").asDouble(), metrics.get("log_loss").asDouble());
    assertTrue(metrics.get("accuracy").asDouble() >= 0 && metrics.get("accuracy").asDouble() <= 1);
    assertTrue(metrics.get("cost").asDouble() > 0, metrics.toString());
    assertTrue(metrics.get("data_cost").isNumber(), metrics.toString());
  }

  @Test
  void train() {
    Path out = directory.resolve("run");
    String[] arguments = {
      "train",
      "--demo",
      "--demo-pictures",
      "6",
      "--image-size",
      "8",
      "--iterations",
      "3",
      "--hidden",
      "3",
      "--backend",
      "cpu",
      "--out",
      out.toString(),
      "--json"
    };
    JsonNode result = Outcome.done(arguments).json();
    assertKeys(
        result,
        "train",
        "test",
        "backend",
        "device",
        "platform",
        "precision",
        "seconds",
        "iterations",
        "verdict",
        "out");
    assertKeys(result.get("verdict"), "judged_on", "codes", "text", "try");
    assertMetrics(result.get("train"));
    assertMetrics(result.get("test"));
    assertEquals("cpu", result.get("backend").asText());
    assertFalse(result.get("device").asText().isBlank());
    assertEquals("fp64", result.get("precision").asText());
    assertTrue(result.get("seconds").asDouble() > 0);
    assertEquals(3, result.get("iterations").asLong());
    assertEquals(out.toString(), result.get("out").asText());
  }

  @Test
  void evaluate() throws IOException {
    Path model = Samples.tableModel(directory);
    Path data = Samples.table(directory.resolve("data.csv"));
    Outcome outcome =
        Outcome.done(
            "evaluate",
            "--model",
            model.toString(),
            "--test",
            data.toString(),
            "--backend",
            "cpu",
            "--json");
    JsonNode result = outcome.json();
    assertKeys(
        result,
        "accuracy",
        "cost",
        "data_cost",
        "metrics",
        "verdict",
        "examples",
        "backend",
        "device",
        "precision");
    JsonNode metrics = result.get("metrics");
    assertKeys(metrics, METRICS.toArray(String[]::new));
    assertEquals(result.get("accuracy"), metrics.get("accuracy"));
    JsonNode confusion = metrics.get("confusion");
    assertEquals(
        result.get("accuracy").asDouble(),
        (confusion.at("/0/0").asLong() + confusion.at("/1/1").asLong()) / 40.0);
    // One of them is the precision of the numbers, the other that of the predictions.
    assertTrue(metrics.get("precision").isNumber(), outcome.out());
    assertEquals(40, result.get("examples").asInt());
    assertEquals("cpu", result.get("backend").asText());
    assertEquals("fp64", result.get("precision").asText());
    assertTrue(result.get("accuracy").asDouble() > 0.5, outcome.out());
    assertEquals(result.get("cost").asDouble(), result.get("data_cost").asDouble());
  }

  @Test
  void predict() throws IOException {
    Path model = Samples.pictureModel(directory);
    Path pictures = directory.resolve("new");
    Samples.picture(pictures.resolve("a.png"), 20);
    Path bright = Samples.picture(directory.resolve("bright.png"), 250);
    JsonNode result =
        Outcome.done(
                "predict",
                "--model",
                model.resolve("model.safetensors").toString(),
                "--backend",
                "cpu",
                "--json",
                pictures.toString(),
                bright.toString())
            .json();
    assertTrue(result.isArray());
    assertEquals(2, result.size());
    for (JsonNode row : result) {
      assertKeys(row, "name", "probability", "label");
      double probability = row.get("probability").asDouble();
      assertTrue(probability > 0 && probability < 1, row.toString());
      assertEquals(probability > 0.5 ? "cat" : "dog", row.get("label").asText());
    }
    assertEquals(pictures.resolve("a.png").toString(), result.get(0).get("name").asText());
    assertEquals(bright.toString(), result.get(1).get("name").asText());
    assertTrue(
        result.get(0).get("probability").asDouble() < result.get(1).get("probability").asDouble());
  }

  @Test
  void predictWithWarnings() throws IOException {
    Path model = Samples.pictureModel(directory);
    Path good = Samples.picture(directory.resolve("good.png"), 20);
    Path bad = Files.writeString(directory.resolve("bad.png"), "no picture");
    Outcome outcome =
        Outcome.of(
            "predict",
            "--model",
            model.toString(),
            "--backend",
            "cpu",
            "--json",
            "--skip-unreadable",
            good.toString(),
            bad.toString());
    assertEquals(ExitCodes.SOME_UNREADABLE, outcome.code(), outcome.toString());
    assertEquals(1, outcome.json().size());
    assertTrue(outcome.err().contains("warning: " + bad), outcome.err());
  }

  @Test
  void devices() {
    JsonNode result = Outcome.done("devices", "--json").json();
    assertKeys(result, "backends", "auto");
    assertFalse(result.get("auto").asText().isBlank());
    assertEquals(3, result.get("backends").size());
    for (JsonNode backend : result.get("backends")) {
      assertKeys(
          backend, "backend", "binding", "usable", "reason", "remedy", "devices", "problems");
      assertEquals(backend.get("usable").asBoolean(), backend.get("remedy").asText().isEmpty());
      for (JsonNode device : backend.get("devices")) {
        assertKeys(
            device,
            "index",
            "name",
            "kind",
            "platform",
            "vendor",
            "driver",
            "version",
            "compute_units",
            "memory_bytes",
            "largest_allocation_bytes",
            "local_memory_bytes",
            "dedicated_local_memory",
            "fp64",
            "tuned");
        assertEquals(backend.get("binding").isNull(), device.get("tuned").isNull());
      }
    }
    JsonNode cpu = result.get("backends").get(0);
    assertEquals("cpu", cpu.get("backend").asText());
    assertTrue(cpu.get("usable").asBoolean());
    assertTrue(cpu.get("binding").isNull());
    assertEquals(1, cpu.get("devices").size());
    assertEquals("jocl", result.get("backends").get(1).get("binding").asText());
    assertEquals("lwjgl", result.get("backends").get(2).get("binding").asText());
  }

  @Test
  void crosscheck() throws IOException {
    Path data = Samples.table(directory.resolve("data.csv"));
    JsonNode result =
        Outcome.done(
                "crosscheck",
                "--backend",
                "cpu",
                "--precision",
                "fp64",
                "--train",
                data.toString(),
                "--hidden",
                "4",
                "--json")
            .json();
    assertKeys(result, "case", "holds", "rows");
    assertEquals(data.toString(), result.get("case").asText());
    assertTrue(result.get("holds").asBoolean());
    Set<String> compared = new TreeSet<>();
    for (JsonNode row : result.get("rows")) {
      assertKeys(
          row, "backend", "compared", "cases", "error", "bound", "share", "holds", "failures");
      assertEquals("cpu fp64", row.get("backend").asText());
      assertTrue(row.get("cases").asInt() > 0);
      assertTrue(row.get("holds").asBoolean());
      assertEquals(0, row.get("failures").size());
      compared.add(row.get("compared").asText());
    }
    assertTrue(compared.containsAll(List.of("matmul", "gather", "10 steps: W1", "10 steps: b2")));
  }
}
