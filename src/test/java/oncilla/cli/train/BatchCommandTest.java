package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} in batches, as its options say and its files tell. */
class BatchCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;
  private Path table;

  @BeforeEach
  void makeTable() throws IOException {
    table = Samples.table(directory.resolve("table.csv"));
  }

  private Outcome train(Path out, String... options) {
    String[] fixed = {
      "train", "--train", table.toString(), "--out", out.toString(), "--backend", "cpu"
    };
    return Outcome.of(Stream.concat(Stream.of(fixed), Stream.of(options)).toArray(String[]::new));
  }

  private Path trained(String name, String... options) {
    Path out = directory.resolve(name);
    Outcome outcome = train(out, options);
    assertEquals(0, outcome.code(), outcome.toString());
    return out;
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  private static List<Double> costs(Path run) throws IOException {
    return Files.readAllLines(run.resolve("metrics.jsonl")).stream()
        .map(
            line -> {
              try {
                return JSON.readTree(line).get("cost").asDouble();
              } catch (IOException e) {
                throw new AssertionError(line, e);
              }
            })
        .toList();
  }

  /** 40 examples in batches of 12: three of 12 and one of 4. */
  @Test
  void anEpochIsAsManyUpdatesAsThereAreBatches() throws IOException {
    Path run = trained("run", "--batch-size", "12", "--epochs", "3", "--log-every", "5");
    assertEquals(12, json(run.resolve("result.json")).get("iterations").asInt());
    JsonNode options = json(run.resolve("config.json")).get("options");
    assertEquals(3, options.get("epochs").asInt());
    assertEquals(12, options.get("batch_size").asInt());
    assertTrue(options.get("iterations").isNull());
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    assertTrue(lines.get(1).startsWith("{\"iteration\": 5, "), lines.toString());
    assertTrue(lines.get(3).startsWith("{\"iteration\": 11, "), lines.toString());
    assertEquals(4, lines.size());
  }

  @Test
  void anEpochOfAllExamplesIsAnUpdate() throws IOException {
    Path epochs = trained("epochs", "--epochs", "7", "--log-every", "1");
    Path iterations = trained("iterations", "--iterations", "7", "--log-every", "1");
    assertEquals(costs(iterations), costs(epochs));
    assertArrayEquals(
        Files.readAllBytes(iterations.resolve("model.safetensors")),
        Files.readAllBytes(epochs.resolve("model.safetensors")));
  }

  @Test
  void theSameCommandGivesTheSameBytes() throws IOException {
    String[] options = {"--batch-size", "12", "--epochs", "9", "--keep-prob", "0.8", "--l2", "0.1"};
    Path first = trained("first", options);
    Path second = trained("second", options);
    for (String file : List.of("model.safetensors", "metrics.jsonl")) {
      assertArrayEquals(
          Files.readAllBytes(first.resolve(file)), Files.readAllBytes(second.resolve(file)), file);
    }
  }

  /** The first costs are those of other examples with the same parameters. */
  @Test
  void theSeedIsTheOrdersToo() throws IOException {
    String[] options = {"--batch-size", "5", "--iterations", "1", "--init", "zeros"};
    String[] other =
        Stream.concat(Stream.of(options), Stream.of("--seed", "4")).toArray(String[]::new);
    // All inputs give a probability of 0.5 at a start of zeros, whose costs tell no order.
    assertEquals(costs(trained("a", options)), costs(trained("b", other)));
    String[] drawn = {"--batch-size", "5", "--iterations", "1", "--hidden", "none"};
    Path start =
        trained("start", "--hidden", "none", "--iterations", "1", "--learning-rate", "1e-9");
    String from = start.resolve("model.safetensors").toString();
    String[] third =
        Stream.concat(Stream.of(drawn), Stream.of("--init-from", from)).toArray(String[]::new);
    String[] fourth =
        Stream.concat(Stream.of(third), Stream.of("--seed", "4")).toArray(String[]::new);
    assertNotEquals(costs(trained("c", third)), costs(trained("d", fourth)));
  }

  /** A cost of a batch is that of its examples alone, before the update. */
  @Test
  void aLoggedCostIsThatOfTheBatch() throws IOException {
    // Of 40 examples, seed 3 and epoch 0 take these first, by a program of its own in Python.
    int[] first = {23, 1, 25};
    List<String> lines = Files.readAllLines(table);
    StringBuilder part = new StringBuilder(lines.get(0)).append('\n');
    for (int row : first) {
      part.append(lines.get(row + 1)).append('\n');
    }
    Path run = trained("run", "--batch-size", "3", "--iterations", "1");
    Path alone = directory.resolve("part.csv");
    Files.writeString(alone, part);
    Path model = trained("model", "--iterations", "1", "--learning-rate", "1e-300");
    JsonNode result =
        Outcome.done(
                "evaluate",
                "--model",
                model.toString(),
                "--test",
                alone.toString(),
                "--backend",
                "cpu",
                "--json")
            .json();
    JsonNode cost =
        result.has("data_cost") ? result.get("data_cost") : result.at("/metrics/log_loss");
    assertEquals(cost.asDouble(), costs(run).get(0), 1e-12);
  }

  @Test
  void whatHasNoMeaningIsRefused() {
    Path out = directory.resolve("none");
    train(out, "--iterations", "3", "--epochs", "2")
        .assertUsageError("oncilla train", "--iterations and --epochs both say how long");
    train(out, "--epochs", "0").assertUsageError("oncilla train", "epochs must be at least 1");
    train(out, "--batch-size", "-1").assertUsageError("oncilla train", "at least 0, not -1");
    train(out, "--batch-size", "x").assertUsageError("oncilla train", "--batch-size");
    train(out, "--epochs", "9223372036854775807", "--batch-size", "1")
        .assertUsageError("oncilla train", "too many");
    assertTrue(Files.notExists(out));
  }

  /** A default of the demo's yields to epochs as well. */
  @Test
  void theDemoTakesEpochs() throws IOException {
    Path out = directory.resolve("demo");
    Outcome.done(
        "train",
        "--demo",
        "--demo-pictures",
        "20",
        "--image-size",
        "8",
        "--epochs",
        "2",
        "--batch-size",
        "8",
        "--out",
        out.toString(),
        "--backend",
        "cpu");
    assertEquals(6, json(out.resolve("result.json")).get("iterations").asInt());
  }

  private Path pictures(String name, String... options) throws IOException {
    Path data = Samples.folder(directory.resolve("pictures"), 5);
    Path out = directory.resolve(name);
    String[] fixed = {
      "train",
      "--train",
      data.toString(),
      "--image-size",
      "12",
      "--hidden",
      "4",
      "--iterations",
      "9",
      "--log-every",
      "1",
      "--backend",
      "cpu",
      "--out",
      out.toString()
    };
    Outcome.done(Stream.concat(Stream.of(fixed), Stream.of(options)).toArray(String[]::new));
    return out;
  }

  @Test
  void picturesAreChangedTheSameWayInEachRun() throws IOException {
    for (String how : List.of("light", "PHOTO")) {
      String[] options = {"--batch-size", "3", "--augment", how, "--standardize"};
      Path first = pictures("first-" + how, options);
      Path second = pictures("second-" + how, options);
      for (String file : List.of("model.safetensors", "metrics.jsonl")) {
        assertArrayEquals(
            Files.readAllBytes(first.resolve(file)),
            Files.readAllBytes(second.resolve(file)),
            file);
      }
      assertEquals(
          how.toLowerCase(java.util.Locale.ROOT),
          json(first.resolve("config.json")).at("/options/augment").asText());
    }
    // Grey pictures in one shade look the same however they are shifted, and not in other colours.
    List<Double> plain = costs(pictures("plain", "--batch-size", "3"));
    assertEquals(plain, costs(pictures("light", "--batch-size", "3", "--augment", "light")));
    assertNotEquals(plain, costs(pictures("photo", "--batch-size", "3", "--augment", "photo")));
  }

  @Test
  void aTableIsNotChanged() {
    train(directory.resolve("none"), "--augment", "light")
        .assertUsageError(
            "oncilla train", "--augment light changes images, and " + table + " is a table");
    train(directory.resolve("none"), "--augment", "heavy")
        .assertUsageError("oncilla train", "expected one of [none, light, photo]");
    assertTrue(Files.notExists(directory.resolve("none")));
    assertEquals(0, train(directory.resolve("plain"), "--augment", "none").code());
  }
}
