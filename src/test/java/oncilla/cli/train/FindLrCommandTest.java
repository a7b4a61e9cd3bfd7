package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code find-lr} prints and leaves. */
class FindLrCommandTest {
  @TempDir Path directory;
  private Path table;

  @BeforeEach
  void makeTable() throws IOException {
    table = Samples.table(directory.resolve("table.csv"));
  }

  private Outcome find(String out, String... options) {
    List<String> words =
        new ArrayList<>(List.of("find-lr", "--train", table.toString(), "--hidden", "4"));
    words.addAll(List.of("--init", "he", "--out", directory.resolve(out).toString()));
    words.addAll(Arrays.asList(options));
    return Outcome.of(words.toArray(String[]::new));
  }

  private Outcome found(String out, String... options) {
    Outcome outcome = find(out, options);
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.toString());
    return outcome;
  }

  private static List<String> next(Outcome outcome) {
    List<String> lines = outcome.out().lines().filter(line -> line.startsWith("next: ")).toList();
    assertEquals(1, lines.size(), outcome.out());
    String command = lines.get(0);
    return List.of(command.substring(command.indexOf(".jar") + 5).split(" "));
  }

  @Test
  void itSuggestsARateThatTrains() throws IOException {
    Outcome outcome =
        found("rates", "--backend", "cpu", "--batch-size", "10", "--validation-split", "0.2");
    assertEquals(
        Set.of("", "config.json", "find-lr.csv", "find-lr.png"),
        Samples.below(directory.resolve("rates")));
    assertTrue(ImageIO.read(directory.resolve("rates/find-lr.png").toFile()).getWidth() > 1000);
    List<String> lines = Files.readAllLines(directory.resolve("rates/find-lr.csv"));
    assertEquals("update,learning_rate,cost,smoothed_cost", lines.get(0));
    assertTrue(lines.get(1).startsWith("0,1.0E-6,"), lines.get(1));

    List<String> next = next(outcome);
    assertEquals("train", next.get(0));
    assertFalse(next.contains("--out"), next.toString());
    assertTrue(next.contains("--validation-split"), next.toString());
    double rate = Double.parseDouble(next.get(next.indexOf("--learning-rate") + 1));
    assertTrue(rate > 1e-3 && rate < 2, next.toString());

    List<String> train = new ArrayList<>(next);
    train.addAll(
        List.of("--out", directory.resolve("run").toString(), "--iterations", "400", "--json"));
    JsonNode result = Outcome.done(train.toArray(String[]::new)).json();
    assertTrue(result.at("/train/cost").asDouble() < 0.4, result.toString());
  }

  @Test
  void asJson() throws IOException {
    Outcome outcome = found("rates", "--backend", "cpu", "--json", "--steps", "40");
    JsonNode json = outcome.json();
    assertEquals(40, json.get("steps").asInt());
    assertEquals(1e-6, json.get("from").asDouble());
    assertEquals(10, json.get("to").asDouble());
    assertTrue(json.get("points").size() <= 40);
    assertEquals(1e-6, json.at("/points/0/learning_rate").asDouble());
    assertTrue(json.get("learning_rate").asDouble() <= json.at("/lowest/learning_rate").asDouble());
    assertEquals(directory.resolve("rates").toString(), json.get("out").asText());
    JsonNode config = new JsonMapper().readTree(directory.resolve("rates/config.json").toFile());
    assertEquals("find-lr", config.get("command").asText());
    assertEquals(40, config.at("/options/steps").asInt());
    assertEquals("sgd", config.at("/options/optimizer").asText());
  }

  /** The same rates do very different things to Adam. */
  @Test
  void theOptimizerIsTheOneToTrainWith() {
    JsonNode sgd = found("a", "--backend", "cpu", "--json").json();
    JsonNode adam = found("b", "--backend", "cpu", "--json", "--optimizer", "adam").json();
    assertEquals(sgd.at("/points/0/cost"), adam.at("/points/0/cost"));
    assertFalse(sgd.at("/points/60/cost").equals(adam.at("/points/60/cost")));
    Outcome outcome = found("c", "--backend", "cpu", "--optimizer", "adam");
    assertTrue(next(outcome).contains("adam"), outcome.out());
  }

  @Test
  void theSameCommandGivesTheSamePoints() throws IOException {
    found("a", "--backend", "cpu", "--batch-size", "8");
    found("b", "--backend", "cpu", "--batch-size", "8");
    assertEquals(
        -1, Files.mismatch(directory.resolve("a/find-lr.csv"), directory.resolve("b/find-lr.csv")));
  }

  @Test
  void onOpenCl() {
    JsonNode cpu = found("a", "--backend", "cpu", "--json").json();
    JsonNode opencl = found("b", "--backend", "opencl", "--precision", "fp64", "--json").json();
    assertEquals(cpu.get("learning_rate"), opencl.get("learning_rate"));
    assertEquals(
        cpu.at("/points/30/cost").asDouble(), opencl.at("/points/30/cost").asDouble(), 1e-12);
  }

  /** What training does to images is done here too, and stands in the next command. */
  @Test
  void imagesAreStandardizedAndChanged() throws IOException {
    table = Samples.folder(directory.resolve("photos"), 6);
    Outcome outcome =
        found("a", "--backend", "cpu", "--standardize", "--augment", "photo", "--batch-size", "4");
    List<String> next = next(outcome);
    assertTrue(next.containsAll(List.of("--standardize", "--augment", "photo")), next.toString());
    JsonNode plain = found("b", "--backend", "cpu", "--json", "--batch-size", "4").json();
    JsonNode standardized =
        found("c", "--backend", "cpu", "--json", "--batch-size", "4", "--standardize").json();
    assertNotEquals(plain.at("/points/0/cost"), standardized.at("/points/0/cost"));
    List<String> points = Files.readAllLines(directory.resolve("a/find-lr.csv"));
    assertNotEquals(
        standardized.at("/points/1/cost").asDouble(),
        Double.parseDouble(points.get(2).split(",")[2]));
  }

  /** Where nothing is to be suggested, the next command looks elsewhere. */
  @ParameterizedTest
  @CsvSource({"1e-12, 1e-10, 1e-9, 1e-7", "1000, 100000, 1, 100"})
  void aRangeThatShowsNothing(String from, String to, String nextFrom, String nextTo) {
    Outcome outcome = found("rates", "--backend", "cpu", "--from", from, "--to", to);
    assertTrue(outcome.out().contains("falls   nowhere"), outcome.out());
    List<String> next = next(outcome);
    assertEquals("find-lr", next.get(0));
    assertEquals(nextFrom, next.get(next.indexOf("--from") + 1));
    assertEquals(nextTo, next.get(next.indexOf("--to") + 1));
    JsonNode json = found("json", "--backend", "cpu", "--from", from, "--to", to, "--json").json();
    assertTrue(json.get("learning_rate").isNull());
  }

  @Test
  void quiet() {
    Outcome outcome = found("rates", "--backend", "cpu", "--quiet");
    assertEquals("", outcome.out());
    assertEquals("", outcome.err());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--from 0 | learning rates grow from a positive one to a larger one, not from 0.0 to 10.0",
        "--from 20 | learning rates grow from a positive one to a larger one, not from 20.0 to 10.0",
        "--steps 9 | a range test needs at least 10 updates, not 9",
        "--learning-rate 0.1 | '--learning-rate'",
        "--iterations 5 | '--iterations'",
        "--schedule cosine | '--schedule'",
        "--early-stop 3 | '--early-stop'",
        "--validation-split 2 | a validation split lies between 0 and 1, not 2.0",
        "--augment light | --augment light changes images",
        "--momentum 0.5 | --momentum has no meaning with --optimizer sgd",
      })
  void whatItRefuses(String options, String problem) throws IOException {
    Set<String> before = Samples.below(directory);
    find("rates", options.split(" ")).assertUsageError("oncilla find-lr", problem);
    assertEquals(before, Samples.below(directory));
  }

  @Test
  void itNeedsData() {
    Outcome.of("find-lr").assertUsageError("oncilla find-lr", "--train PATH is missing");
  }
}
