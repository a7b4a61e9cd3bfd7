package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train} with a validation set, and with early stopping. */
class ValidationCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;
  private Path noisy;

  /** 60 examples whose label is chance: what is learned of them is of no use for others. */
  @BeforeEach
  void makeTable() throws IOException {
    Random random = new Random(8);
    StringBuilder lines = new StringBuilder("a,b,c,d,y\n");
    for (int i = 0; i < 60; i++) {
      for (int j = 0; j < 4; j++) {
        lines.append(random.nextGaussian()).append(',');
      }
      lines.append(random.nextInt(2)).append('\n');
    }
    noisy = Files.writeString(directory.resolve("noisy.csv"), lines);
  }

  private Outcome train(String out, String... options) {
    String[] fixed = {
      "train",
      "--train",
      noisy.toString(),
      "--out",
      directory.resolve(out).toString(),
      "--backend",
      "cpu",
      "--init",
      "he",
      "--learning-rate",
      "0.5"
    };
    return Outcome.of(Stream.concat(Stream.of(fixed), Stream.of(options)).toArray(String[]::new));
  }

  private Outcome trained(String out, String... options) {
    Outcome outcome = train(out, options);
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.toString());
    return outcome;
  }

  private JsonNode json(String file) throws IOException {
    return JSON.readTree(directory.resolve(file).toFile());
  }

  private List<JsonNode> validations(String run) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(run + "/metrics.jsonl"))) {
      JsonNode node = JSON.readTree(line);
      if (node.has("validation_iteration")) {
        assertFalse(node.has("iteration") || node.has("cost"), line);
        lines.add(node);
      }
    }
    return lines;
  }

  @Test
  void theModelOfTheLowestCostIsSavedAndDescribed() throws IOException {
    String[] stopping = {"--validation-split", "0.25", "--early-stop", "3", "--log-every", "10"};
    Outcome outcome = trained("stopped", stopping);
    JsonNode result = json("stopped/result.json");
    long best = result.get("best_iteration").asLong();
    long made = result.get("iterations").asLong();
    assertTrue(made < 2500, result.toString());
    // Three validations, 10 updates apart, of which the last goes with the last update.
    assertEquals(made, best + 31);
    List<JsonNode> lines = validations("stopped");
    JsonNode lowest = lines.get(lines.size() - 4);
    assertEquals(best, lowest.get("validation_iteration").asLong());
    assertEquals(best, lowest.get("epochs").asLong());
    assertEquals(result.at("/validation/data_cost"), lowest.get("validation_data_cost"));
    assertEquals(result.at("/validation/accuracy"), lowest.get("validation_accuracy"));
    assertTrue(
        outcome
            .out()
            .contains(
                "the model of iteration "
                    + best
                    + ": stopped at "
                    + made
                    + " of 2500, after 3 validations without a lower validation cost"),
        outcome.out());
    assertTrue(outcome.out().contains("valid.  "), outcome.out());
    assertTrue(
        outcome.out().contains("as there is no test set; they chose the model as well"),
        outcome.out());
    assertEquals(1, outcome.out().lines().filter(line -> line.startsWith("next: ")).count());
    assertTrue(outcome.err().contains("iteration   10/2500  validation cost "), outcome.err());

    // A run to that iteration ends in the same model, to the bit, trained on the same examples.
    trained("short", "--validation-split", "0.25", "--log-every", "10", "--iterations", "" + best);
    assertEquals(json("short/result.json").get("train"), json("stopped/result.json").get("train"));
    assertEquals(
        json("short/result.json").get("validation"), json("stopped/result.json").get("validation"));
    assertFalse(json("short/result.json").has("best_iteration"));
    assertEquals(
        -1,
        Files.mismatch(
            directory.resolve("short/model.safetensors"),
            directory.resolve("stopped/model.safetensors")));
  }

  @Test
  void withoutEarlyStoppingTheLastModelIsSaved() throws IOException {
    Outcome outcome =
        trained("run", "--validation-split", "0.25", "--log-every", "10", "--iterations", "25");
    assertFalse(outcome.out().contains("kept"), outcome.out());
    JsonNode result = json("run/result.json");
    assertTrue(
        outcome
            .out()
            .contains(
                "verdict judged by the %d examples held out, as there is no test set\n"
                    .formatted(heldOut())),
        outcome.out());
    assertEquals("validation", result.at("/verdict/judged_on").asText());
    assertEquals(
        1 + result.at("/verdict/codes").size(),
        result.at("/verdict/text").size(),
        result.toString());
    assertEquals(25, result.get("iterations").asLong());
    List<JsonNode> lines = validations("run");
    assertEquals(
        List.of(0L, 10L, 20L, 24L, 25L),
        lines.stream().map(line -> line.get("validation_iteration").asLong()).toList());
    assertEquals(result.at("/validation/data_cost"), lines.get(4).get("validation_data_cost"));
    JsonNode options = json("run/config.json").get("options");
    assertEquals(0.25, options.get("validation_split").asDouble());
    assertTrue(options.get("early_stop").isNull());
  }

  /** λ is divided by the number of examples that are left: 45 of 60. */
  @Test
  void l2CountsWhatIsLeft() throws IOException {
    trained("run", "--validation-split", "0.25", "--l2", "9", "--iterations", "1", "--seed", "4");
    trained("none", "--validation-split", "0.25", "--iterations", "1", "--seed", "4");
    JsonNode with =
        JSON.readTree(Files.readAllLines(directory.resolve("run/metrics.jsonl")).get(0));
    trained("all", "--l2", "9", "--iterations", "1", "--seed", "4");
    JsonNode all = JSON.readTree(Files.readAllLines(directory.resolve("all/metrics.jsonl")).get(0));
    double penalty = with.get("cost").asDouble() - with.get("data_cost").asDouble();
    double ofAll = all.get("cost").asDouble() - all.get("data_cost").asDouble();
    int left = (int) Math.round(60 * ofAll / penalty);
    assertEquals(60 - heldOut(), left);
  }

  private int heldOut() throws IOException {
    int positive = 0;
    List<String> lines = Files.readAllLines(noisy);
    for (String line : lines.subList(1, lines.size())) {
      positive += line.endsWith("1") ? 1 : 0;
    }
    return (int) (Math.ceil(0.25 * positive) + Math.ceil(0.25 * (60 - positive)));
  }

  /** The test set may be measured on the way or not, and does not stop a run. */
  @Test
  void learningCurvesAreBesideTheValidation() throws IOException {
    Path test = Samples.table(directory.resolve("other.csv"));
    String text = Files.readString(test).replaceAll("(?m)^([^,]*),", "$1,$1,");
    Files.writeString(test, text.replace("a,a,b,c,y", "a,b,c,d,y"));
    String[] options = {
      "--validation-split",
      "0.25",
      "--early-stop",
      "3",
      "--test",
      test.toString(),
      "--log-every",
      "10"
    };
    trained("with", options);
    trained(
        "without",
        Stream.concat(Stream.of(options), Stream.of("--no-curves")).toArray(String[]::new));
    JsonNode with = json("with/result.json");
    JsonNode without = json("without/result.json");
    for (String key : List.of("train", "test", "validation", "iterations", "best_iteration")) {
      assertEquals(with.get(key), without.get(key), key);
    }
    assertEquals(validations("with"), validations("without"));
  }

  @Test
  void aClassOfWhichNothingIsLeftIsOneLine() throws IOException {
    Files.writeString(
        noisy, Files.readString(noisy).replaceAll("(?m),1$", ",0") + "0.5,0.5,0.5,0.5,1\n");
    train("run", "--validation-split", "0.25")
        .assertFailure("one example", "train without --validation-split");
    assertFalse(Files.exists(directory.resolve("run")));
  }
}
