package oncilla.cli.train;

import static oncilla.cli.train.RunFiles.json;
import static oncilla.cli.train.RunFiles.keys;
import static oncilla.cli.train.RunFiles.metrics;
import static oncilla.cli.train.RunFiles.model;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.imageio.ImageIO;
import oncilla.backend.Precision;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.Version;
import oncilla.io.SavedModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code train} leaves in a run directory. */
class TrainCommandTest {
  @TempDir Path directory;
  private TableRuns runs;

  @BeforeEach
  void makeTable() throws IOException {
    runs = new TableRuns(directory);
  }

  @Test
  void aRunLeavesItsFiles() throws IOException {
    Path test = Samples.table(directory.resolve("test.csv"));
    Path run =
        runs.trained("run", "--test", test.toString(), "--iterations", "25", "--log-every", "10");
    assertEquals(
        Set.of(
            "",
            "config.json",
            "metrics.jsonl",
            "result.json",
            "model.safetensors",
            "cost.png",
            "figures.json",
            "roc.png",
            "precision-recall.png",
            "confusion.png",
            "reliability.png"),
        Samples.below(run));

    List<Long> iterations = new ArrayList<>();
    for (JsonNode line : metrics(run)) {
      assertEquals(
          List.of("iteration", "cost", "data_cost", "train_accuracy", "test_cost", "test_accuracy"),
          keys(line));
      assertTrue(line.get("cost").isDouble());
      // The test set is the training set here.
      assertEquals(line.get("cost").asDouble(), line.get("test_cost").asDouble(), 1e-12);
      assertEquals(line.get("train_accuracy"), line.get("test_accuracy"));
      assertEquals(line.get("cost"), line.get("data_cost"));
      iterations.add(line.get("iteration").asLong());
    }
    assertEquals(List.of(0L, 10L, 20L, 24L), iterations);
    String first = Files.readAllLines(run.resolve("metrics.jsonl")).get(0);
    assertTrue(
        first.matches("\\{\"iteration\": 0, \"cost\": 0\\.\\d+, \"data_cost\": 0\\.\\d+, .*}"),
        first);

    JsonNode result = json(run.resolve("result.json"));
    assertEquals(
        List.of(
            "train",
            "test",
            "backend",
            "device",
            "platform",
            "precision",
            "seconds",
            "iterations",
            "verdict"),
        keys(result));
    for (String set : List.of("train", "test")) {
      assertEquals(
          List.of(
              "accuracy",
              "cost",
              "data_cost",
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
              "confusion"),
          keys(result.get(set)));
    }
    // After the last update, so below the last cost that was logged.
    assertTrue(result.at("/train/cost").asDouble() < metrics(run).get(3).get("cost").asDouble());
    assertEquals(25, result.get("iterations").asLong());

    SavedModel model = model(run);
    assertEquals(3, model.network().inputs());
    assertEquals(4, model.network().depth());
    assertEquals(Precision.FP64, model.precision());
    assertEquals(runs.table().toString(), model.notes().get("trained_on"));

    BufferedImage plot = ImageIO.read(run.resolve("cost.png").toFile());
    assertNotNull(plot);
    assertTrue(plot.getWidth() >= 800, plot.toString());
  }

  @Test
  void withoutCurvesTheTestSetIsMeasuredOnlyAtTheEnd() throws IOException {
    Path test = Samples.table(directory.resolve("test.csv"));
    Path with = runs.trained("with", "--test", test.toString(), "--iterations", "5");
    Path without =
        runs.trained("without", "--test", test.toString(), "--iterations", "5", "--no-curves");
    for (JsonNode line : metrics(without)) {
      assertEquals(List.of("iteration", "cost", "data_cost"), keys(line));
    }
    assertTrue(json(without.resolve("result.json")).has("test"));
    assertEquals(true, json(without.resolve("config.json")).at("/options/no_curves").asBoolean());
    assertArrayEquals(
        Files.readAllBytes(with.resolve("model.safetensors")),
        Files.readAllBytes(without.resolve("model.safetensors")));
  }

  @Test
  void theConfigurationSaysEverythingNeededToRunItAgain() throws IOException {
    Path run = runs.trained("run", "--iterations", "3", "--hidden", "4,2", "--l2", "0.5");
    JsonNode config = json(run.resolve("config.json"));
    assertEquals(
        List.of(
            "oncilla_version",
            "java_version",
            "os",
            "command",
            "arguments",
            "options",
            "selection",
            "data"),
        keys(config));
    assertEquals(Version.current(), config.get("oncilla_version").asText());
    assertEquals("train", config.get("command").asText());
    Set<String> expected =
        new TreeSet<>(
            List.of(
                "train",
                "checkpoint_every",
                "keep_checkpoints",
                "stream",
                "memory_limit",
                "cpu_blas",
                "unverified",
                "test",
                "demo",
                "demo_pictures",
                "positive",
                "image_size",
                "skip_unreadable",
                "label_column",
                "ignore_columns",
                "header",
                "x",
                "y",
                "divide",
                "hidden",
                "init",
                "init_scale",
                "init_from",
                "seed",
                "l2",
                "keep_prob",
                "learning_rate",
                "iterations",
                "epochs",
                "batch_size",
                "augment",
                "standardize",
                "log_every",
                "optimizer",
                "momentum",
                "beta1",
                "beta2",
                "epsilon",
                "weight_decay",
                "clip_norm",
                "schedule",
                "warmup",
                "step_every",
                "step_factor",
                "label_smoothing",
                "class_weight",
                "validation_split",
                "recipe",
                "early_stop",
                "no_curves",
                "activation",
                "backend",
                "device",
                "binding",
                "precision",
                "matmul_precision",
                "unverified"));
    JsonNode options = config.get("options");
    assertEquals(expected, new TreeSet<>(keys(options)));
    assertEquals(runs.table().toString(), options.get("train").asText());
    assertEquals("4,2", options.get("hidden").asText());
    assertEquals("lecun", options.get("init").asText());
    assertEquals(3, options.get("seed").asLong());
    assertEquals(0.5, options.get("l2").asDouble());
    assertEquals(0.0075, options.get("learning_rate").asDouble());
    assertEquals(100, options.get("log_every").asLong());
    JsonNode selection = config.get("selection");
    assertEquals("cpu", selection.get("backend").asText());
    assertEquals("fp64", selection.get("precision").asText());
    assertTrue(selection.hasNonNull("device"));
    assertTrue(selection.hasNonNull("driver"));
  }

  @Test
  void anEmptyFolderIsUsedAndItsParentsAreMade() throws IOException {
    Files.createDirectories(directory.resolve("empty"));
    assertTrue(Files.exists(runs.trained("empty", "--iterations", "1").resolve("result.json")));
    assertTrue(Files.exists(runs.trained("a/b/c", "--iterations", "1").resolve("result.json")));
  }

  @Test
  void theDemoWritesPicturesToTryTheModelOn() throws IOException {
    Path out = directory.resolve("run");
    Outcome outcome =
        Outcome.done(
            "train",
            "--demo",
            "--demo-pictures",
            "10",
            "--iterations",
            "2",
            "--backend",
            "cpu",
            "--out",
            out.toString());
    assertTrue(
        outcome.out().contains("predict --model " + out + " " + out.resolve("pictures")),
        outcome.out());
    JsonNode rows =
        Outcome.done(
                "predict",
                "--json",
                "--backend",
                "cpu",
                "--model",
                out.toString(),
                out.resolve("pictures").toString())
            .json();
    assertEquals(8, rows.size());
    assertEquals(true, json(out.resolve("config.json")).at("/options/demo").asBoolean());
  }
}
