package oncilla.cli.train;

import static oncilla.cli.train.RunFiles.json;
import static oncilla.cli.train.RunFiles.metrics;
import static oncilla.cli.train.RunFiles.model;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What options of {@code train} make of the model. */
class TrainOptionsTest {
  @TempDir Path directory;
  private TableRuns runs;

  @BeforeEach
  void makeTable() throws IOException {
    runs = new TableRuns(directory);
  }

  @Test
  void theSameCommandGivesTheSameModel() throws IOException {
    String[] options = {"--iterations", "30", "--keep-prob", "0.8", "--l2", "0.1"};
    Path first = runs.trained("first", options);
    Path second = runs.trained("second", options);
    assertArrayEquals(
        Files.readAllBytes(first.resolve("model.safetensors")),
        Files.readAllBytes(second.resolve("model.safetensors")));
    assertEquals(
        Files.readString(first.resolve("metrics.jsonl")),
        Files.readString(second.resolve("metrics.jsonl")));
    Path other = runs.trained("other", "--iterations", "30", "--keep-prob", "0.8", "--seed", "4");
    assertFalse(
        Files.readString(first.resolve("metrics.jsonl"))
            .equals(Files.readString(other.resolve("metrics.jsonl"))));
  }

  @Test
  void withoutHiddenLayersItIsLogisticRegression() throws IOException {
    Path run =
        runs.trained("run", "--hidden", "none", "--iterations", "300", "--learning-rate", "0.5");
    assertEquals(1, model(run).network().depth());
    assertEquals("none", json(run.resolve("config.json")).at("/options/hidden").asText());
    // The label is the side of a plane.
    assertTrue(json(run.resolve("result.json")).at("/train/accuracy").asDouble() > 0.95);
  }

  @Test
  void aRunContinuesFromTheModelOfAnother() throws IOException {
    String[] options = {"--hidden", "5", "--iterations", "40", "--learning-rate", "0.1"};
    Path first = runs.trained("first", options);
    double reached = json(first.resolve("result.json")).at("/train/cost").asDouble();
    Path second =
        runs.trained(
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
    Path whole =
        runs.trained("whole", "--hidden", "5", "--iterations", "80", "--learning-rate", "0.1");
    assertArrayEquals(
        model(whole).parameters().layers().get(0).weights(),
        model(second).parameters().layers().get(0).weights());
  }

  @Test
  void withL2TheCostIsMoreThanTheDataCost() throws IOException {
    Path run = runs.trained("run", "--l2", "0.7", "--iterations", "20", "--log-every", "5");
    List<JsonNode> lines = metrics(run);
    assertEquals(5, lines.size());
    for (JsonNode line : lines) {
      assertTrue(line.get("cost").asDouble() > line.get("data_cost").asDouble(), line.toString());
    }
    JsonNode result = json(run.resolve("result.json")).get("train");
    assertTrue(result.get("cost").asDouble() > result.get("data_cost").asDouble());
    // The start and its data cost are those of the same run without L2.
    Path plain = runs.trained("plain", "--iterations", "20", "--log-every", "5");
    assertEquals(metrics(plain).get(0).get("cost"), lines.get(0).get("data_cost"));
  }

  @Test
  void anotherClassCanBeThePositiveOneAndTheModelRemembersIt() throws IOException {
    Path pictures = Samples.folder(directory.resolve("pictures"), 3);
    Path out = directory.resolve("run");
    Outcome trained =
        TableRuns.train(
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
