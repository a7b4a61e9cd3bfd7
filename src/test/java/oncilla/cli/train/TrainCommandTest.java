package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import oncilla.backend.Precision;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import oncilla.cli.console.Version;
import oncilla.io.ModelFile;
import oncilla.io.SavedModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code train} leaves in a run directory, and what its options do. */
class TrainCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;
  private Path table;

  @BeforeEach
  void makeTable() throws IOException {
    table = Samples.table(directory.resolve("table.csv"));
  }

  private static Outcome train(Path data, Path out, String... options) {
    String[] fixed = {
      "train", "--train", data.toString(), "--out", out.toString(), "--backend", "cpu"
    };
    return Outcome.of(Stream.concat(Stream.of(fixed), Stream.of(options)).toArray(String[]::new));
  }

  /** Trains on the table; returns the run directory. */
  private Path trained(String name, String... options) {
    Path out = directory.resolve(name);
    Outcome outcome = train(table, out, options);
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.toString());
    return out;
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  private static List<JsonNode> metrics(Path run) throws IOException {
    String text = Files.readString(run.resolve("metrics.jsonl"));
    assertTrue(text.endsWith("\n"), text);
    List<JsonNode> lines = new ArrayList<>();
    for (String line : text.split("\n")) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static List<String> keys(JsonNode object) {
    List<String> keys = new ArrayList<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static SavedModel model(Path run) {
    return ModelFile.load(run.resolve("model.safetensors"));
  }

  @Test
  void aRunLeavesItsFiles() throws IOException {
    Path test = Samples.table(directory.resolve("test.csv"));
    Path run = trained("run", "--test", test.toString(), "--iterations", "25", "--log-every", "10");
    assertEquals(
        Set.of("", "config.json", "metrics.jsonl", "result.json", "model.safetensors", "cost.png"),
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
            "train", "test", "backend", "device", "platform", "precision", "seconds", "iterations"),
        keys(result));
    for (String set : List.of("train", "test")) {
      assertEquals(List.of("accuracy", "cost", "data_cost"), keys(result.get(set)));
    }
    // After the last update, so below the last cost that was logged.
    assertTrue(result.at("/train/cost").asDouble() < metrics(run).get(3).get("cost").asDouble());
    assertEquals(25, result.get("iterations").asLong());

    SavedModel model = model(run);
    assertEquals(3, model.network().inputs());
    assertEquals(4, model.network().depth());
    assertEquals(Precision.FP64, model.precision());
    assertEquals(table.toString(), model.notes().get("trained_on"));

    BufferedImage plot = ImageIO.read(run.resolve("cost.png").toFile());
    assertNotNull(plot);
    assertTrue(plot.getWidth() >= 800, plot.toString());
  }

  @Test
  void withoutCurvesTheTestSetIsMeasuredOnlyAtTheEnd() throws IOException {
    Path test = Samples.table(directory.resolve("test.csv"));
    Path with = trained("with", "--test", test.toString(), "--iterations", "5");
    Path without =
        trained("without", "--test", test.toString(), "--iterations", "5", "--no-curves");
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
    Path run = trained("run", "--iterations", "3", "--hidden", "4,2", "--l2", "0.5");
    JsonNode config = json(run.resolve("config.json"));
    assertEquals(
        List.of("oncilla_version", "java_version", "os", "command", "options", "selection"),
        keys(config));
    assertEquals(Version.current(), config.get("oncilla_version").asText());
    assertEquals("train", config.get("command").asText());
    Set<String> expected =
        new TreeSet<>(
            List.of(
                "train",
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
    assertEquals(table.toString(), options.get("train").asText());
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
  void theSameCommandGivesTheSameModel() throws IOException {
    String[] options = {"--iterations", "30", "--keep-prob", "0.8", "--l2", "0.1"};
    Path first = trained("first", options);
    Path second = trained("second", options);
    assertArrayEquals(
        Files.readAllBytes(first.resolve("model.safetensors")),
        Files.readAllBytes(second.resolve("model.safetensors")));
    assertEquals(
        Files.readString(first.resolve("metrics.jsonl")),
        Files.readString(second.resolve("metrics.jsonl")));
    Path other = trained("other", "--iterations", "30", "--keep-prob", "0.8", "--seed", "4");
    assertFalse(
        Files.readString(first.resolve("metrics.jsonl"))
            .equals(Files.readString(other.resolve("metrics.jsonl"))));
  }

  @Test
  void withoutHiddenLayersItIsLogisticRegression() throws IOException {
    Path run = trained("run", "--hidden", "none", "--iterations", "300", "--learning-rate", "0.5");
    assertEquals(1, model(run).network().depth());
    assertEquals("none", json(run.resolve("config.json")).at("/options/hidden").asText());
    // The label is the side of a plane.
    assertTrue(json(run.resolve("result.json")).at("/train/accuracy").asDouble() > 0.95);
  }

  @Test
  void aRunContinuesFromTheModelOfAnother() throws IOException {
    String[] options = {"--hidden", "5", "--iterations", "40", "--learning-rate", "0.1"};
    Path first = trained("first", options);
    double reached = json(first.resolve("result.json")).at("/train/cost").asDouble();
    Path second =
        trained(
            "second",
            "--hidden",
            "5",
            "--iterations",
            "40",
            "--learning-rate",
            "0.1",
            "--init-from",
            first.resolve("model.safetensors").toString());
    assertEquals(reached, metrics(second).get(0).get("cost").asDouble(), 1e-12);
    Path whole = trained("whole", "--hidden", "5", "--iterations", "80", "--learning-rate", "0.1");
    assertArrayEquals(
        model(whole).parameters().layers().get(0).weights(),
        model(second).parameters().layers().get(0).weights());
  }

  @Test
  void withL2TheCostIsMoreThanTheDataCost() throws IOException {
    Path run = trained("run", "--l2", "0.7", "--iterations", "20", "--log-every", "5");
    List<JsonNode> lines = metrics(run);
    assertEquals(5, lines.size());
    for (JsonNode line : lines) {
      assertTrue(line.get("cost").asDouble() > line.get("data_cost").asDouble(), line.toString());
    }
    JsonNode result = json(run.resolve("result.json")).get("train");
    assertTrue(result.get("cost").asDouble() > result.get("data_cost").asDouble());
    // The start and its data cost are those of the same run without L2.
    Path plain = trained("plain", "--iterations", "20", "--log-every", "5");
    assertEquals(metrics(plain).get(0).get("cost"), lines.get(0).get("data_cost"));
  }

  @Test
  void quietPrintsNothing() {
    Outcome outcome = train(table, directory.resolve("run"), "--iterations", "5", "--quiet");
    assertEquals(new Outcome(ExitCodes.DONE, "", ""), outcome);
  }

  @Test
  void progressIsOnStandardErrorAndTheOutcomeOnStandardOutput() {
    Path out = directory.resolve("run");
    Outcome outcome = train(table, out, "--iterations", "5", "--log-every", "2");
    List<String> err = outcome.err().lines().toList();
    assertTrue(err.get(0).startsWith("cpu on "), outcome.err());
    assertTrue(err.get(1).startsWith("iteration 0/5  cost 0."), outcome.err());
    assertTrue(err.get(4).startsWith("5 iterations in "), outcome.err());
    assertEquals(5, err.size(), outcome.err());
    assertTrue(outcome.out().contains("plot    " + out.resolve("cost.png")), outcome.out());
    assertTrue(outcome.out().contains("model   " + out.resolve("model.safetensors")));
    assertTrue(
        outcome
            .out()
            .contains("next: java -jar target/oncilla.jar evaluate --model " + out + " --test"),
        outcome.out());
  }

  @Test
  void aPathWithSpacesIsQuotedInTheNextCommand() {
    Path out = directory.resolve("my 'first' run");
    Outcome outcome = train(table, out, "--iterations", "1");
    String quoted = "'" + directory + "/my '\\''first'\\'' run'";
    if (java.io.File.separatorChar == '/') {
      assertTrue(outcome.out().contains("--model " + quoted + " --test"), outcome.out());
    } else {
      assertTrue(outcome.out().contains("--model \"" + out + "\" --test"), outcome.out());
    }
  }

  @Test
  void anEmptyFolderIsUsedAndItsParentsAreMade() throws IOException {
    Files.createDirectories(directory.resolve("empty"));
    assertTrue(Files.exists(trained("empty", "--iterations", "1").resolve("result.json")));
    assertTrue(Files.exists(trained("a/b/c", "--iterations", "1").resolve("result.json")));
  }

  @Test
  void aCostThatIsNotFiniteStopsTheRun() throws IOException {
    Path out = directory.resolve("run");
    Outcome outcome =
        train(
            table,
            out,
            "--learning-rate",
            "1e30",
            "--precision",
            "fp32",
            "--iterations",
            "50",
            "--log-every",
            "20",
            "--quiet");
    outcome.assertFailure("not finite at iteration 1:", "layer 2", "--learning-rate");
    assertEquals(Set.of("", "config.json", "metrics.jsonl"), Samples.below(out));
    for (JsonNode line : metrics(out)) {
      assertEquals(List.of("iteration", "cost", "data_cost"), keys(line));
      assertTrue(line.get("cost").isNull() || Double.isFinite(line.get("cost").asDouble()));
    }
  }

  @Test
  void aModelWhoseCostIsNotFiniteIsNotSaved() throws IOException {
    Path out = directory.resolve("run");
    train(table, out, "--learning-rate", "1e308", "--iterations", "1", "--quiet")
        .assertFailure("not finite after the last of 1 updates");
    assertEquals(Set.of("", "config.json", "metrics.jsonl"), Samples.below(out));
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

  @Test
  void unreadablePicturesAreLeftOutWithAWarningEach() throws IOException {
    Path pictures = Samples.folder(directory.resolve("pictures"), 2);
    Path bad = Files.writeString(pictures.resolve("dog/bad.jpg"), "no picture");
    Outcome outcome =
        train(
            pictures,
            directory.resolve("run"),
            "--image-size",
            "8",
            "--iterations",
            "1",
            "--skip-unreadable");
    assertEquals(ExitCodes.DONE, outcome.code());
    assertTrue(outcome.err().startsWith("warning: " + bad + ": "), outcome.err());
    assertEquals("4", model(directory.resolve("run")).notes().get("training_examples"));
  }

  @Test
  void anotherClassCanBeThePositiveOneAndTheModelRemembersIt() throws IOException {
    Path pictures = Samples.folder(directory.resolve("pictures"), 3);
    Path out = directory.resolve("run");
    Outcome trained =
        train(
            pictures,
            out,
            "--image-size",
            "8",
            "--positive",
            "dog",
            "--hidden",
            "none",
            "--learning-rate",
            "0.1",
            "--iterations",
            "2000",
            "--json");
    assertEquals(List.of("cat", "dog"), model(out).classNames());
    assertEquals(1.0, trained.json().at("/train/accuracy").asDouble());
    JsonNode evaluated =
        Outcome.done(
                "evaluate",
                "--backend",
                "cpu",
                "--json",
                "--model",
                out.toString(),
                "--test",
                pictures.toString())
            .json();
    assertEquals(1.0, evaluated.get("accuracy").asDouble());
    assertEquals(
        trained.json().at("/train/cost").asDouble(), evaluated.get("cost").asDouble(), 1e-12);
    Outcome turned =
        Outcome.done(
            "evaluate",
            "--backend",
            "cpu",
            "--json",
            "--model",
            out.toString(),
            "--test",
            pictures.toString(),
            "--positive",
            "cat");
    assertEquals(1.0, turned.json().get("accuracy").asDouble());
    assertTrue(turned.err().contains("labels are turned to match"), turned.err());
  }
}
