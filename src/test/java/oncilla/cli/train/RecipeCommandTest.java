package oncilla.cli.train;

import static oncilla.cli.train.RunFiles.json;
import static oncilla.cli.train.RunFiles.model;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which recipe {@code train} takes, what of it, and what it says about that. */
class RecipeCommandTest {
  @TempDir Path directory;
  private Path run;
  private int runs;

  /** Bright cats and dark dogs, so many of each. */
  private Path pictures(int each) throws IOException {
    Path folder = directory.resolve("pictures");
    for (int i = 0; i < each; i++) {
      Samples.picture(folder.resolve("cat/" + i + ".png"), 140 + i % 100);
      Samples.picture(folder.resolve("dog/" + i + ".png"), 110 - i % 100);
    }
    return folder;
  }

  private Outcome train(Path data, String... options) {
    run = directory.resolve("run" + runs++);
    List<String> words = new ArrayList<>(List.of("--no-curves"));
    if (Files.isDirectory(data)) {
      words.addAll(List.of("--image-size", "4"));
    }
    words.addAll(List.of(options));
    Outcome outcome = TableRuns.train(data, run, words.toArray(String[]::new));
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.toString());
    return outcome;
  }

  private JsonNode options() throws IOException {
    return json(run.resolve("config.json")).get("options");
  }

  /** The lines about recipes, of which there is one. */
  private static String said(Outcome outcome) {
    List<String> lines = outcome.err().lines().filter(line -> line.startsWith("recipe ")).toList();
    assertEquals(1, lines.size(), outcome.err());
    return lines.get(0);
  }

  @Test
  void enoughPicturesTrainAsPhotographs() throws IOException {
    Outcome outcome = train(pictures(100));
    assertEquals(
        "recipe photos, for 200 training pictures: --hidden 64,16 --init he --optimizer adamw"
            + " --learning-rate 0.001 --schedule cosine --weight-decay 0.3 --batch-size 64"
            + " --epochs 80 --keep-prob 0.9 --label-smoothing 0.1 --standardize --augment light"
            + " --validation-split 0.15 --early-stop 40; an option you give goes before it, and --recipe notes takes none"
            + " of it",
        said(outcome));
    assertEquals("photos", options().get("recipe").asText());
    assertEquals("64,16", options().get("hidden").asText());
    assertEquals("he", options().get("init").asText());
    assertEquals("adamw", options().get("optimizer").asText());
    assertEquals(0.001, options().get("learning_rate").asDouble());
    assertEquals("cosine", options().get("schedule").asText());
    assertEquals(64, options().get("batch_size").asInt());
    assertEquals(80, options().get("epochs").asInt());
    assertEquals(0.9, options().get("keep_prob").get(0).asDouble());
    assertTrue(options().get("standardize").asBoolean());
    assertEquals("light", options().get("augment").asText());
    assertEquals(0.15, options().get("validation_split").asDouble());
    assertEquals(0.1, options().get("label_smoothing").asDouble());
    assertEquals(40, options().get("early_stop").asInt());
    assertEquals(List.of(48, 64, 16, 1), sizes());
    assertTrue(model(run).standardization().isPresent());
    JsonNode result = json(run.resolve("result.json"));
    // 15 of each hundred are held out.
    assertEquals(
        170,
        result.at("/train/confusion/0/0").asInt()
            + result.at("/train/confusion/0/1").asInt()
            + result.at("/train/confusion/1/0").asInt()
            + result.at("/train/confusion/1/1").asInt());
    assertTrue(result.at("/validation/accuracy").asDouble() > 0.9, result.toString());
    assertEquals(1, outcome.out().lines().filter(line -> line.startsWith("next: ")).count());
  }

  private List<Integer> sizes() {
    return Stream.of(model(run).network().sizes("-").split("-")).map(Integer::valueOf).toList();
  }

  @Test
  void fewPicturesTrainAsTheNotesDo() throws IOException {
    Outcome outcome = train(pictures(3), "--iterations", "5");
    assertEquals(
        "recipe notes, as there are fewer than 200 training pictures; --recipe photos trains as has"
            + " worked for photographs",
        said(outcome));
    assertEquals("notes", options().get("recipe").asText());
    assertEquals("20,7,5", options().get("hidden").asText());
    assertTrue(options().get("validation_split").isNull());
  }

  /** Whoever says how to train is not led elsewhere. */
  @Test
  void oneDecidingOptionKeepsTheNotes() throws IOException {
    Outcome outcome = train(pictures(100), "--iterations", "3");
    assertEquals(
        "recipe notes, as --iterations was given; --recipe photos fills in what was not said",
        said(outcome));
    assertEquals("sgd", options().get("optimizer").asText());
    assertEquals(0, options().get("batch_size").asInt());
    assertFalse(options().get("standardize").asBoolean());
  }

  /** Options that decide nothing are taken beside the recipe. */
  @Test
  void otherOptionsAreTakenIntoTheRecipe() throws IOException {
    Outcome outcome = train(pictures(100), "--keep-prob", "1", "--early-stop", "2");
    assertTrue(said(outcome).startsWith("recipe photos"), outcome.err());
    assertFalse(said(outcome).contains("--keep-prob"), outcome.err());
    assertEquals(1, options().get("keep_prob").get(0).asDouble());
    assertEquals(2, options().get("early_stop").asInt());
    assertEquals("adamw", options().get("optimizer").asText());
  }

  @Test
  void askedForItFillsInWhatWasNotSaid() throws IOException {
    Outcome outcome =
        train(pictures(100), "--recipe", "photos", "--iterations", "4", "--hidden", "none");
    assertFalse(said(outcome).contains("--epochs"), outcome.err());
    assertFalse(said(outcome).contains("--keep-prob"), outcome.err());
    assertEquals(4, options().get("iterations").asInt());
    assertTrue(options().get("epochs").isNull());
    assertEquals("adamw", options().get("optimizer").asText());
    assertEquals(List.of(48, 1), sizes());
  }

  /** Nothing is held out of a few pictures, and a table is not flipped. */
  @Test
  void askedForItTakesWhatTheDataAllows() throws IOException {
    Outcome few = train(pictures(3), "--recipe", "photos", "--epochs", "2");
    assertFalse(said(few).contains("--validation-split"), few.err());
    assertTrue(options().get("early_stop").isNull());
    assertEquals("light", options().get("augment").asText());
    Outcome table =
        train(Samples.table(directory.resolve("t.csv")), "--recipe", "photos", "--epochs", "2");
    assertEquals("none", options().get("augment").asText());
    assertTrue(said(table).contains("--standardize"), table.err());
  }

  /** The step of AdamW would be too short for plain descent. */
  @Test
  void anotherOptimizerHasItsOwnStep() throws IOException {
    train(pictures(3), "--recipe", "photos", "--optimizer", "sgd", "--epochs", "1");
    assertEquals(0.0075, options().get("learning_rate").asDouble());
  }

  @Test
  void theNotesAskedForAreNotExplained() throws IOException {
    Outcome outcome = train(pictures(100), "--recipe", "notes", "--iterations", "2");
    assertFalse(outcome.err().contains("recipe"), outcome.err());
    assertEquals("notes", options().get("recipe").asText());
  }
}
