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
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code train} and {@code evaluate} say of a model in the end, and what they leave. */
class VerdictCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;

  /** Numbers that tell nothing of their labels, of which one in {@code every} is 1. */
  private Path noise(String name, int rows, int every) throws IOException {
    Random random = new Random(name.hashCode());
    StringBuilder lines = new StringBuilder("a,b,y\n");
    for (int i = 0; i < rows; i++) {
      lines.append(random.nextGaussian()).append(',').append(random.nextGaussian());
      lines.append(',').append(i % every == 0 ? 1 : 0).append('\n');
    }
    return Files.writeString(directory.resolve(name), lines);
  }

  private Outcome train(Path train, Path test, String out, String... more) {
    List<String> words = new ArrayList<>(List.of("train", "--train", train.toString()));
    words.addAll(List.of("--test", test.toString(), "--backend", "cpu"));
    words.addAll(List.of("--iterations", "20", "--hidden", "3"));
    words.addAll(List.of("--out", directory.resolve(out).toString()));
    words.addAll(List.of(more));
    return Outcome.done(words.toArray(String[]::new));
  }

  private Outcome evaluate(Path model, Path test, String... more) {
    List<String> words = new ArrayList<>(List.of("evaluate", "--model", model.toString()));
    words.addAll(List.of("--test", test.toString(), "--backend", "cpu"));
    words.addAll(List.of(more));
    return Outcome.done(words.toArray(String[]::new));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(entry -> texts.add(entry.asText()));
    return texts;
  }

  private JsonNode verdict(String run) throws IOException {
    return JSON.readTree(directory.resolve(run).resolve("result.json").toFile()).get("verdict");
  }

  @Test
  void whatIsSuggestedAgainstUnderfittingRuns() throws IOException {
    Outcome outcome =
        train(noise("my train.csv", 60, 2), noise("test.csv", 60, 2), "run", "--log-every=10");
    assertTrue(texts(verdict("run").get("codes")).contains("underfitting"), outcome.out());
    assertSuggestionsRun(outcome);
  }

  @Test
  void whatIsSuggestedAgainstOverfittingRuns() throws IOException {
    // What it learns is wrong on the test set.
    Outcome outcome =
        train(
            Samples.table(directory.resolve("my table.csv")),
            flipped(Samples.table(directory.resolve("flipped.csv"))),
            "run",
            "--learning-rate=3",
            "--init=he",
            "--log-every=10");
    assertTrue(texts(verdict("run").get("codes")).contains("overfitting"), outcome.out());
    assertSuggestionsRun(outcome);
  }

  /** The same table with all labels wrong. */
  private static Path flipped(Path table) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String line : Files.readAllLines(table)) {
      int end = line.length() - 1;
      lines.add(
          line.endsWith("y") ? line : line.substring(0, end) + (line.endsWith("1") ? "0" : "1"));
    }
    return Files.write(table, lines);
  }

  /** Each of three stands on a line of its own, with what was typed, and does what it says. */
  private void assertSuggestionsRun(Outcome outcome) throws IOException {
    List<String> commands = texts(verdict("run").get("try"));
    assertEquals(3, commands.size(), commands::toString);
    int tried = 0;
    for (String command : commands) {
      assertTrue(outcome.out().lines().anyMatch(line -> line.strip().equals(command)), command);
      assertTrue(command.contains("/my "), command);
      assertTrue(command.contains(" --log-every 10"), command);
      assertFalse(command.contains("--out"), command);
      String[] words = words(command);
      assertEquals("train", words[3], command);
      List<String> again = new ArrayList<>(Arrays.asList(words).subList(3, words.length));
      again.addAll(List.of("--quiet", "--out", directory.resolve("try" + tried++).toString()));
      Outcome.done(again.toArray(String[]::new));
    }
  }

  /** The words of a command, of which one may be in quotes. */
  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    String[] parts = command.split("'");
    for (int i = 0; i < parts.length; i++) {
      if (i % 2 == 1) {
        words.add(parts[i]);
      } else {
        words.addAll(Arrays.asList(parts[i].strip().split(" +")));
      }
    }
    return words.toArray(String[]::new);
  }

  @Test
  void oneLineSaysWhatIsNext() throws IOException {
    Outcome outcome = train(noise("train.csv", 40, 2), noise("test.csv", 40, 2), "run");
    List<String> lines = outcome.out().lines().toList();
    assertEquals(1, lines.stream().filter(line -> line.startsWith("next: ")).count());
    assertTrue(lines.get(lines.size() - 1).startsWith("next: "), outcome.out());
    assertEquals(1, lines.stream().filter(line -> line.startsWith("verdict ")).count());
    assertTrue(lines.stream().anyMatch(line -> line.contains("always ")), outcome.out());
    Outcome quiet = train(noise("train.csv", 40, 2), noise("test.csv", 40, 2), "other", "--quiet");
    assertEquals("", quiet.out());
  }

  @Test
  void imbalancedClassesAreJudgedByTheirRanking() throws IOException {
    train(noise("train.csv", 200, 5), noise("test.csv", 200, 5), "run");
    JsonNode verdict = verdict("run");
    assertTrue(texts(verdict.get("codes")).contains("imbalanced"), verdict::toString);
    String text = String.join("\n", texts(verdict.get("text")));
    assertTrue(
        text.contains(
            "160 of 200 examples are class 0, so accuracy says little; judged by ROC-AUC"),
        text);
  }

  @Test
  void aGoodModelIsSaidToBeGood() throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    train(table, table, "run", "--learning-rate", "3", "--init", "he");
    assertEquals("[\"better\"]", verdict("run").get("codes").toString());
    assertEquals(0, verdict("run").get("try").size());
  }

  @Test
  void withoutATestSetThereIsNoVerdict() throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    Path run = directory.resolve("run");
    Outcome outcome =
        Outcome.done(
            "train",
            "--train",
            table.toString(),
            "--backend",
            "cpu",
            "--iterations",
            "3",
            "--out",
            run.toString());
    assertFalse(outcome.out().contains("verdict"), outcome.out());
    assertTrue(outcome.out().contains("right of each class"), outcome.out());
    assertEquals(
        Set.of("", "config.json", "metrics.jsonl", "result.json", "model.safetensors", "cost.png"),
        Samples.below(run));
  }

  @Test
  void anEvaluationKnowsHowItsModelWasTrained() throws IOException {
    Path training = noise("train.csv", 60, 2);
    Path test = noise("test.csv", 60, 2);
    train(training, test, "run");
    Path run = directory.resolve("run");
    JsonNode here = evaluate(run, noise("fresh.csv", 60, 2), "--json").json().get("verdict");
    assertTrue(texts(here.get("codes")).contains("underfitting"), here::toString);
    assertEquals(3, here.get("try").size());
    assertTrue(here.at("/try/0").asText().contains("--train " + training), here::toString);
    Outcome text = evaluate(run, test);
    assertTrue(text.out().contains("to try, one at a time:"), text.out());
    assertTrue(text.out().contains("  " + here.at("/try/0").asText() + "\n"), text.out());

    // Without its folder, and where its data is gone, nothing that would not run is printed.
    JsonNode alone =
        evaluate(run.resolve("model.safetensors"), test, "--json").json().get("verdict");
    assertEquals(0, alone.get("try").size());
    assertFalse(texts(alone.get("codes")).contains("underfitting"), alone::toString);
    Files.delete(training);
    JsonNode gone = evaluate(run, test, "--json").json().get("verdict");
    assertEquals(0, gone.get("try").size());
    assertTrue(texts(gone.get("codes")).contains("underfitting"), gone::toString);
  }

  @Test
  void aDamagedConfigurationCostsTheSuggestionsOnly() throws IOException {
    Path test = noise("test.csv", 60, 2);
    train(noise("train.csv", 60, 2), test, "run");
    Path config = directory.resolve("run/config.json");
    Files.writeString(config, "{");
    Outcome outcome = evaluate(directory.resolve("run"), test);
    assertTrue(outcome.err().contains("warning: " + config + ": not JSON"), outcome.err());
    assertTrue(outcome.out().contains("verdict "), outcome.out());
    assertFalse(outcome.out().contains("to try"), outcome.out());
  }

  @Test
  void aTrainingWithoutATestSetIsTriedWithThisOne() throws IOException {
    Path training = noise("train.csv", 60, 2);
    Path run = directory.resolve("run");
    Outcome.done(
        "train",
        "--train",
        training.toString(),
        "--backend",
        "cpu",
        "--iterations",
        "9",
        "--quiet",
        "--out",
        run.toString());
    Path test = noise("test.csv", 60, 2);
    String first = evaluate(run, test, "--json").json().at("/verdict/try/0").asText();
    assertTrue(first.contains(" --test " + test), first);
    assertFalse(first.contains("--quiet"), first);
  }

  @Test
  void anEvaluationLeavesItsFiguresAndMistakes() throws IOException {
    Path model = Samples.pictureModel(directory);
    Path data = Samples.folder(directory.resolve("data"), 4);
    // What is dark in training is bright here.
    Files.move(data.resolve("cat"), data.resolve("other"));
    Files.move(data.resolve("dog"), data.resolve("cat"));
    Path out = directory.resolve("evaluation");
    JsonNode result = evaluate(model, data, "--out", out.toString(), "--json").json();
    Set<String> files = Samples.below(out);
    assertEquals(
        Set.of(
            "",
            "evaluation.json",
            "figures.json",
            "roc.png",
            "precision-recall.png",
            "confusion.png",
            "reliability.png",
            "wrong",
            "wrong/wrong.csv",
            "wrong/contact-sheet.png"),
        files);
    assertEquals(result, JSON.readTree(out.resolve("evaluation.json").toFile()));
    JsonNode figures = JSON.readTree(out.resolve("figures.json").toFile());
    assertFalse(figures.has("cost"));
    assertEquals(result.at("/metrics/roc_auc"), figures.at("/test/roc/auc"));
    assertEquals(result.at("/metrics/confusion"), figures.at("/test/confusion"));
    List<String> wrong = Files.readAllLines(out.resolve("wrong/wrong.csv"));
    long mistakes =
        result.at("/metrics/confusion/0/1").asLong() + result.at("/metrics/confusion/1/0").asLong();
    assertTrue(mistakes > 0, result::toString);
    assertEquals(1 + mistakes, wrong.size());
    for (String line : wrong.subList(1, wrong.size())) {
      assertTrue(Files.exists(Path.of(line.split(",")[1])), line);
    }
    // The folder has content now.
    Outcome again =
        Outcome.of(
            "evaluate",
            "--model",
            model.toString(),
            "--test",
            data.toString(),
            "--backend",
            "cpu",
            "--out",
            out.toString());
    assertEquals(ExitCodes.FAILED, again.code());
    assertEquals(files, Samples.below(out));
  }

  @Test
  void theFiguresOfARunAreThoseOfItsTestSet() throws IOException {
    Path test = noise("test.csv", 60, 2);
    train(noise("train.csv", 60, 2), test, "run", "--log-every", "10");
    Path run = directory.resolve("run");
    JsonNode figures = JSON.readTree(run.resolve("figures.json").toFile());
    JsonNode result = JSON.readTree(run.resolve("result.json").toFile());
    assertEquals(result.at("/test/roc_auc"), figures.at("/test/roc/auc"));
    assertEquals("[0.0,10.0,19.0]", figures.at("/cost/0/iterations").toString());
    try (Stream<String> lines = Files.lines(run.resolve("metrics.jsonl"))) {
      assertEquals(
          JSON.readTree(lines.findFirst().orElseThrow()).get("cost"),
          figures.at("/cost/0/values/0"));
    }
    assertEquals(2, figures.get("accuracy").size());
  }
}
