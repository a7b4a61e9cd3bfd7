package oncilla.cli.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import oncilla.Requirements;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --config} and {@code reproduce}: what a run left is enough to make it again. */
class AgainCommandTest {
  @TempDir Path directory;
  private Path table;

  @BeforeEach
  void makeTable() throws IOException {
    table = Samples.table(directory.resolve("table.csv"));
  }

  private Path trained(String name, String... options) {
    Path out = directory.resolve(name);
    List<String> words = new ArrayList<>(List.of("train", "--quiet", "--out", out.toString()));
    words.addAll(List.of(options));
    Outcome.done(words.toArray(String[]::new));
    return out;
  }

  private static ObjectNode config(Path run) throws IOException {
    return (ObjectNode) new JsonMapper().readTree(run.resolve("config.json").toFile());
  }

  private static void write(Path run, JsonNode config) throws IOException {
    Files.writeString(run.resolve("config.json"), config.toString());
  }

  private Outcome reproduce(Path run, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "reproduce",
                run.toString(),
                "--quiet",
                "--out",
                directory.resolve("again").toString()));
    words.addAll(List.of(more));
    return Outcome.of(words.toArray(String[]::new));
  }

  /** A default that is meaningless beside other options is not said again. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "--train TABLE --iterations 20",
        "--train TABLE --hidden none --epochs 3 --batch-size 8 --momentum 0.5 --optimizer momentum",
        "--train TABLE --hidden 6,4 --keep-prob 0.9,0.8 --init normal --init-scale 0.1 --iterations 9",
        "--train TABLE --recipe photos --epochs 2 --label-column y --header yes --ignore-columns c --seed 9 --divide 2",
        "--train TABLE --schedule step --step-every 4 --warmup 2 --iterations 9 --class-weight 1,2",
        "--train TABLE --test TABLE --no-curves --cpu-blas ejml --precision fp32 --iterations 5",
        "--demo --demo-pictures 20 --image-size 8 --iterations 7 --augment photo --batch-size 5",
      })
  void theConfigurationIsTheRun(String options) throws IOException {
    String[] words = options.replace("TABLE", table.toString()).split(" ");
    List<String> with = new ArrayList<>(Arrays.asList(words));
    with.addAll(List.of("--backend", "cpu"));
    Path run = trained("run", with.toArray(String[]::new));
    Path again = trained("again", "--config", run.resolve("config.json").toString());
    Unfinished.assertSame(run, again);
    ObjectNode before = (ObjectNode) config(run).get("options");
    ObjectNode now = (ObjectNode) config(again).get("options");
    before.remove("recipe");
    now.remove("recipe");
    assertEquals(before, now);
    assertEquals(config(run).get("data"), config(again).get("data"));
  }

  @Test
  void whatIsSaidGoesBeforeTheFile() throws IOException {
    Path run =
        trained(
            "run",
            "--train",
            table.toString(),
            "--iterations",
            "20",
            "--optimizer",
            "adam",
            "--beta1",
            "0.8",
            "--backend",
            "cpu");
    Path other =
        trained(
            "other",
            "--config",
            run.resolve("config.json").toString(),
            "--seed",
            "5",
            "--epochs",
            "3",
            "--optimizer",
            "sgd");
    JsonNode options = config(other).get("options");
    assertEquals(5, options.get("seed").asInt());
    assertEquals(3, options.get("epochs").asInt());
    assertTrue(options.get("iterations").isNull());
    assertEquals("sgd", options.get("optimizer").asText());
    assertEquals(table.toString(), options.get("train").asText());
  }

  @Test
  void aFileThatSomebodyWroteIsTakenAtItsWord() throws IOException {
    Path file = directory.resolve("mine.json");
    Files.writeString(
        file,
        "{\"options\": {\"learning_rate\": 0.02, \"demo\": true, \"demo_pictures\": 12,"
            + " \"iterations\": 3, \"seed\": 7, \"backend\": \"cpu\"}}");
    JsonNode options = config(trained("run", "--config", file.toString())).get("options");
    assertEquals(7, options.get("seed").asInt());
    assertEquals(12, options.get("demo_pictures").asInt());
    assertEquals(3, options.get("iterations").asInt());

    Files.writeString(file, "{\"options\": {\"train\": \"x.csv\", \"sede\": 7}}");
    Outcome.of("train", "--config", file.toString())
        .assertFailure(file + ": options: sede, and there is no option --sede");
    Files.writeString(file, "{\"options\": {\"train\": \"x.csv\", \"seed\": \"many\"}}");
    Outcome.of("train", "--config", file.toString())
        .assertFailure(file + ": options: ", "--seed", "many");
    Files.writeString(file, "{\"options\": {\"demo\": true, \"seed\": null}}");
    Outcome.of("train", "--config", file.toString())
        .assertFailure(file + ": options: seed is null, which the other options make 3");
    Files.writeString(file, "{\"command\": \"find-lr\", \"options\": {}}");
    Outcome.of("train", "--config", file.toString())
        .assertFailure(file + ": of the command find-lr, expected those of a run of train");
    Outcome.of("train", "--config", directory.resolve("none").toString())
        .assertFailure("none: no such file");
  }

  @Test
  void reproducesARun() {
    Path run =
        trained(
            "run",
            "--train",
            table.toString(),
            "--iterations",
            "25",
            "--batch-size",
            "9",
            "--log-every",
            "10",
            "--keep-prob",
            "0.7",
            "--backend",
            "cpu");
    Outcome same = reproduce(run);
    assertEquals(ExitCodes.DONE, same.code(), same.toString());
    assertEquals("", same.err());
    assertEquals(
        "equal: model.safetensors and 4 costs of %s and %s are the same to the last bit\n"
            .formatted(run, directory.resolve("again")),
        same.out());
  }

  @Test
  void namesTheFirstIterationThatDeparts() throws IOException {
    Path run =
        trained(
            "run",
            "--train",
            table.toString(),
            "--iterations",
            "25",
            "--log-every",
            "10",
            "--backend",
            "cpu");
    List<String> lines = Files.readAllLines(run.resolve("metrics.jsonl"));
    lines.set(1, lines.get(1).replaceAll("[0-9](,|\\})", "0$1").replaceFirst(" 10,", " 10,"));
    lines.set(1, "{\"iteration\": 10, \"cost\": 0.5, \"data_cost\": 0.5}");
    lines.set(2, "{\"iteration\": 20, \"cost\": 0.4, \"data_cost\": 0.4}");
    Files.write(run.resolve("metrics.jsonl"), lines);
    Outcome different = reproduce(run);
    assertEquals(ExitCodes.CHECK_FAILED, different.code(), different.toString());
    assertTrue(
        different.out().startsWith("the runs depart at iteration 10: cost 0.5 in " + run + ", 0."),
        different.out());
    assertTrue(different.out().endsWith("model.safetensors is the same\n"), different.out());
  }

  /** Another seed in the configuration: costs and model are others from the start. */
  @Test
  void anotherModelIsADifference() throws IOException {
    Path run = trained("run", "--train", table.toString(), "--iterations", "5", "--backend", "cpu");
    ObjectNode config = config(run);
    ((ObjectNode) config.get("options")).put("seed", 4);
    write(run, config);
    Outcome different = reproduce(run, "--json");
    assertEquals(ExitCodes.CHECK_FAILED, different.code(), different.toString());
    JsonNode said = different.json();
    assertFalse(said.get("equal").booleanValue());
    assertFalse(said.get("model_equal").booleanValue());
    assertEquals(0, said.get("departs_at").asInt());
  }

  /**
   * A run that another version made: it says so, and which bytes are the same. What versions of the
   * program have in common are the numbers; the model's file names the version.
   */
  @Test
  void anotherVersionIsSaid() throws IOException {
    Path run = trained("run", "--train", table.toString(), "--iterations", "5", "--backend", "cpu");
    ObjectNode config = config(run);
    String version = config.get("oncilla_version").asText();
    config.put("oncilla_version", "0.0.9");
    write(run, config);
    Path model = run.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(model);
    byte[] other =
        new String(bytes, StandardCharsets.ISO_8859_1)
            .replace(
                "\"oncilla_version\":\"" + version,
                "\"oncilla_version\":\"9" + version.substring(1))
            .getBytes(StandardCharsets.ISO_8859_1);
    assertFalse(Arrays.equals(bytes, other));
    Files.write(model, other);
    String[] words = {"reproduce", run.toString(), "--out", directory.resolve("again").toString()};
    Outcome said = Outcome.of(words);
    assertEquals(ExitCodes.CHECK_FAILED, said.code(), said.toString());
    assertTrue(
        said.err()
            .contains(
                "warning: %s: written by version 0.0.9, and this is %s"
                    .formatted(run.resolve("config.json"), version)),
        said.err());
    assertEquals(
        """
        the 2 costs of %s and %s are the same
        model.safetensors holds the same parameters to the last bit, and says other things beside them, such as the version
        """
            .formatted(run, directory.resolve("again")),
        said.out());
  }

  /** The run of the notes is the same run next month, and is not another if a pixel is. */
  @Test
  void reproducesTheRunOfTheNotes() throws IOException {
    Path train = directory.resolve("train.h5");
    Files.copy(Requirements.data("train_catvnoncat.h5"), train);
    Path run =
        trained("run", "--train", train.toString(), "--iterations", "30", "--backend", "cpu");
    Outcome same = reproduce(run);
    assertEquals(ExitCodes.DONE, same.code(), same.toString());
    assertTrue(same.out().startsWith("equal: model.safetensors and 2 costs of "), same.out());

    byte[] content = Files.readAllBytes(train);
    content[content.length / 2] ^= 1;
    Files.write(train, content);
    reproduce(run).assertFailure(train + ": not as when ", " CRC-32C ");
  }

  @Test
  void changedDataAndAnotherDeviceAreNamed() throws IOException {
    Path photos = Samples.folder(directory.resolve("photos"), 3);
    Path run =
        trained(
            "run",
            "--train",
            photos.toString(),
            "--image-size",
            "8",
            "--iterations",
            "3",
            "--backend",
            "cpu");
    ObjectNode config = config(run);
    assertEquals(photos.toString(), config.at("/options/train").asText());
    assertEquals(photos.toString(), config.at("/data/train/path").asText());

    Path changed = photos.resolve("cat/1.png");
    byte[] content = Files.readAllBytes(changed);
    Samples.picture(changed, 7);
    reproduce(run)
        .assertFailure(
            photos + ": not as when ",
            " files, " + config.at("/data/train/bytes").asLong() + " bytes, CRC-32C ",
            "(" + photos.relativize(changed) + " is newer)");
    Files.write(changed, content);

    ((ObjectNode) config.get("selection")).put("device", "Another Processor");
    write(run, config);
    reproduce(run)
        .assertFailure(
            "config.json: computed by cpu on Another Processor, ",
            ", and here that would be cpu on ");
  }

  @Test
  void aRunThatIsNotFinishedIsSaid() throws IOException {
    Path run = trained("run", "--train", table.toString(), "--iterations", "5", "--backend", "cpu");
    Files.delete(run.resolve("result.json"));
    reproduce(run).assertFailure(run + ": not finished; train --resume goes on with it");
    reproduce(directory.resolve("none")).assertFailure("none");
  }
}
