package oncilla.cli.experiment;

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
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oncilla.Requirements;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExperimentCommandTest {
  @TempDir Path directory;

  private Outcome run(String experiment, String... options) {
    List<String> arguments = new ArrayList<>(List.of("experiment", experiment));
    arguments.addAll(List.of("--out", directory.resolve("out").toString()));
    arguments.addAll(List.of(options));
    return Outcome.of(arguments.toArray(String[]::new));
  }

  private List<String> lines(String file) throws IOException {
    return Files.readAllLines(directory.resolve("out").resolve(file));
  }

  private static double accuracyOnTest(JsonNode result, String name) {
    for (JsonNode row : result.get("results")) {
      if (row.get("name").asText().equals(name)) {
        return row.at("/test/accuracy").asDouble();
      }
    }
    throw new AssertionError("no " + name + " in " + result);
  }

  /** Every figure that the page shows is there. */
  private void assertPageIsWhole() throws IOException {
    String page = Files.readString(directory.resolve("out/README.md"));
    Matcher figures = Pattern.compile("!\\[[^]]*]\\(([^)]*)\\)").matcher(page);
    int count = 0;
    for (; figures.find(); count++) {
      assertTrue(Files.exists(directory.resolve("out").resolve(figures.group(1))), page);
    }
    assertTrue(count >= 2, page);
  }

  @Test
  void theStartsAsInTheNotes() throws IOException {
    // At this rate the circles are learned in a tenth of the notes' iterations.
    Outcome outcome =
        run(
            "initialization",
            "--backend",
            "cpu",
            "--iterations",
            "2000",
            "--learning-rate",
            "0.1",
            "--json");
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.err());
    JsonNode result = outcome.json();
    assertEquals("initialization", result.get("experiment").asText());
    assertEquals("cpu", result.get("backend").asText());
    assertEquals(5, result.get("results").size());
    assertEquals(0.5, accuracyOnTest(result, "zeros"));
    assertEquals(0.5, result.at("/results/0/train/accuracy").asDouble());
    assertEquals(Math.log(2), result.at("/results/0/train/cost").asDouble(), 1e-12);
    for (String name : List.of("he", "lecun", "glorot")) {
      assertTrue(accuracyOnTest(result, name) > 0.9, name + ": " + result);
    }
    assertTrue(accuracyOnTest(result, "large-normal") < 0.95, result.toString());
    assertEquals(
        new TreeSet<>(
            Set.of(
                "",
                "README.md",
                "accuracy.csv",
                "boundary-glorot.png",
                "boundary-he.png",
                "boundary-large-normal.png",
                "boundary-lecun.png",
                "boundary-zeros.png",
                "config.json",
                "costs.csv",
                "costs.png")),
        Samples.below(directory.resolve("out")));
    assertPageIsWhole();
    List<String> costs = lines("costs.csv");
    assertEquals("iteration,zeros,large-normal,he,lecun,glorot", costs.get(0));
    assertEquals(Math.log(2), Double.parseDouble(costs.get(1).split(",")[1]), 1e-12);
    assertEquals("1999", costs.get(costs.size() - 1).split(",")[0]);
    assertEquals(6, lines("accuracy.csv").size());
    JsonNode config = new JsonMapper().readTree(directory.resolve("out/config.json").toFile());
    assertEquals("experiment initialization", config.get("command").asText());
    assertEquals("10,5", config.at("/options/hidden").asText());
    assertEquals(0.1, config.at("/options/learning_rate").asDouble());
    assertEquals(500, config.at("/options/log_every").asLong());
    assertEquals("cpu", config.at("/selection/backend").asText());
  }

  @Test
  void regularizationWithSeveralLambdasAndChosenLayers() throws IOException {
    Outcome outcome =
        run(
            "regularization",
            "--backend",
            "cpu",
            "--iterations",
            "300",
            "--l2",
            "0.7,0,20",
            "--keep-prob",
            "0.86,1");
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.err());
    assertEquals(
        List.of("none", "L2, λ = 0.7", "L2, λ = 20", "dropout, keep 0.86, 1"),
        outcome.out().lines().skip(2).limit(4).map(line -> line.split("  ")[0]).toList());
    assertTrue(outcome.out().contains("page    " + directory.resolve("out/README.md")));
    assertTrue(outcome.err().contains("2 of 4: L2, λ = 0.7"), outcome.err());
    List<String> tuning = lines("accuracy-by-l2.csv");
    assertEquals("l2,train_accuracy,test_accuracy", tuning.get(0));
    assertEquals(
        List.of("0.0", "0.7", "20.0"),
        tuning.stream().skip(1).map(line -> line.split(",")[0]).toList());
    assertTrue(Files.exists(directory.resolve("out/accuracy-by-l2.png")));
    assertTrue(Files.exists(directory.resolve("out/boundary-dropout-0.86-1.png")));
    assertPageIsWhole();
    // The dropout of the first hidden layer alone is another run than that of both.
    String chosen = lines("costs.csv").get(2);
    Path both = directory.resolve("both");
    Outcome.done(
        "experiment",
        "regularization",
        "--backend",
        "cpu",
        "--iterations",
        "300",
        "--out",
        both.toString(),
        "--quiet");
    String[] header = Files.readAllLines(both.resolve("costs.csv")).get(0).split(",");
    assertEquals(List.of("iteration", "none", "l2-0.7", "dropout-0.86"), List.of(header));
    String[] other = Files.readAllLines(both.resolve("costs.csv")).get(2).split(",");
    assertEquals(other[1], chosen.split(",")[1], "none is the same run");
    assertFalse(other[3].equals(chosen.split(",")[4]), "dropout is not");
    assertFalse(Files.exists(both.resolve("accuracy-by-l2.png")));
  }

  @Test
  void onDataOfOnesOwn() throws IOException {
    Path data = Samples.table(directory.resolve("table.csv"));
    Outcome outcome =
        run(
            "regularization",
            "--backend",
            "cpu",
            "--train",
            data.toString(),
            "--iterations",
            "20",
            "--keep-prob",
            "1",
            "--json");
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.err());
    JsonNode result = outcome.json();
    assertEquals(2, result.get("results").size());
    assertFalse(result.get("results").get(0).has("test"));
    assertTrue(outcome.err().contains("no decision boundaries: "), outcome.err());
    assertEquals(
        new TreeSet<>(
            Set.of("", "README.md", "accuracy.csv", "config.json", "costs.csv", "costs.png")),
        Samples.below(directory.resolve("out")));
    assertTrue(lines("accuracy.csv").get(1).endsWith(",,,"), lines("accuracy.csv").get(1));
  }

  @Test
  void onADevice() throws IOException {
    Outcome devices = Outcome.done("devices", "--json");
    if (!devices.json().at("/backends/1/usable").asBoolean()) {
      Requirements.missing("opencl", devices.json().at("/backends/1/reason").asText());
    }
    Outcome outcome =
        run(
            "initialization",
            "--backend",
            "opencl",
            "--iterations",
            "300",
            "--learning-rate",
            "0.1",
            "--json");
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.err());
    assertEquals("opencl", outcome.json().get("backend").asText());
    assertEquals(0.5, accuracyOnTest(outcome.json(), "zeros"));
    assertPageIsWhole();
  }

  @Test
  void quietPrintsNothing() {
    Outcome outcome = run("regularization", "--backend", "cpu", "--iterations", "3", "--quiet");
    assertEquals(new Outcome(ExitCodes.DONE, "", ""), outcome);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "regularization --l2 -0.7           | lambda of L2 must be 0 or positive, not -0.7",
        "regularization --l2 0,NaN          | lambda of L2 must be 0 or positive, not NaN",
        "regularization --l2 0.7,1,0.7      | --l2 has 0.7 twice",
        "regularization --l2 0,,1           | '' is not a double",
        "regularization --keep-prob 0       | a keep probability lies in (0, 1], not 0.0",
        "regularization --keep-prob 1.01    | a keep probability lies in (0, 1], not 1.01",
        "regularization --keep-prob 0.9,0.9,1 | 3 keep probabilities for 2 hidden layers",
        "regularization --hidden none       | dropout needs a hidden layer",
        "regularization --learning-rate 0   | the learning rate must be positive",
        "regularization --init he           | '--init'",
        "initialization --l2 0.7            | '--l2'",
        "initialization --iterations 0      | iterations must be at least 1, not 0",
        "initialization --log-every 0       | the distance between costs must be at least 1",
        "initialization --seed -1           | a seed lies in 0 ... 4294967295, not -1",
        "initialization --hidden 3,         | '3,' is not a list of layer sizes",
        "initialization --test x.csv        | --test has no meaning without --train PATH",
        "initialization --image-size 9      | --image-size has no meaning without --train PATH",
        "initialization --positive dog      | --positive has no meaning without --train PATH",
        "initialization --train DATA --image-size 9 | --image-size is for folders of images",
        "initialization --backend gpu       | expected one of [auto, cpu, opencl]",
      })
  void whatIsRefused(String line, String problem) throws IOException {
    Path data = Samples.table(directory.resolve("table.csv"));
    Set<String> before = Samples.below(directory);
    String[] words = line.replace("DATA", data.toString()).split(" ");
    run(words[0], List.of(words).subList(1, words.length).toArray(String[]::new))
        .assertUsageError("oncilla experiment " + words[0], problem);
    assertEquals(before, Samples.below(directory));
  }

  @Test
  void anExperimentIsNeeded() {
    Outcome none = Outcome.of("experiment");
    assertEquals(ExitCodes.USAGE, none.code());
    assertTrue(none.err().contains("oncilla: the experiment is missing"), none.err());
    assertTrue(none.err().contains("regularization"), none.err());
    Outcome.of("experiment", "initialisation")
        .assertUsageError("oncilla experiment", "there is no experiment 'initialisation'");
  }

  @Test
  void aFailureLeavesNothingBehind() throws IOException {
    Outcome notFinite =
        run("initialization", "--backend", "cpu", "--iterations", "5", "--learning-rate", "1e300");
    assertEquals(ExitCodes.FAILED, notFinite.code(), notFinite.toString());
    assertTrue(
        notFinite.err().lines().anyMatch(line -> line.matches("oncilla: .*: the .* not finite .*")),
        notFinite.err());
    assertEquals(Set.of(""), Samples.below(directory));
    Path taken = Files.createDirectory(directory.resolve("out"));
    Files.writeString(taken.resolve("theirs"), "");
    Outcome outcome = run("regularization", "--backend", "cpu", "--quiet");
    outcome.assertFailure("holds theirs, expected a missing or empty folder");
    assertEquals(Set.of("", "theirs"), Samples.below(taken));
  }

  @ParameterizedTest
  @ValueSource(strings = {"initialization", "regularization"})
  void help(String experiment) {
    Outcome help = Outcome.done("experiment", experiment, "--help");
    assertEquals("", help.err());
    assertTrue(help.out().contains("Usage: oncilla experiment " + experiment), help.out());
    for (String option :
        List.of("--train", "--hidden", "--iterations", "--seed", "--out", "--backend", "--json")) {
      assertTrue(help.out().contains(option), help.out());
    }
    assertEquals(experiment.equals("regularization"), help.out().contains("--keep-prob"));
    assertTrue(help.out().lines().allMatch(line -> line.length() <= 80), help.out());
  }
}
