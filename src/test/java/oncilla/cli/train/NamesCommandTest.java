package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.io.ModelFile;
import oncilla.io.NamedClasses;
import oncilla.io.SavedModel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and scales from the training data through the model to the data it is measured on. */
class NamesCommandTest {
  @TempDir Path directory;
  private Path run;

  @BeforeEach
  void nameTheRun() {
    run = directory.resolve("run");
  }

  /** The label is whether weight is above tail; values up to {@code scale}. */
  private Path table(String name, int scale, String... columns) throws IOException {
    Random random = new Random(5);
    StringBuilder text = new StringBuilder(String.join(",", columns)).append('\n');
    for (int i = 0; i < 40; i++) {
      int weight = random.nextInt(scale + 1);
      int tail = random.nextInt(scale + 1);
      List<String> row = new ArrayList<>();
      for (String column : columns) {
        row.add(
            switch (column) {
              case "weight" -> Integer.toString(weight);
              case "tail" -> Integer.toString(tail);
              case "id" -> "id" + i;
              default -> weight > tail ? "cat" : "dog";
            });
      }
      text.append(String.join(",", row)).append('\n');
    }
    return Files.writeString(directory.resolve(name), text);
  }

  private Outcome train(Path data, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("train", "--train", data.toString(), "--out", run.toString(), "--hidden"));
    all.addAll(List.of("none", "--learning-rate", "1"));
    if (!List.of(options).contains("--iterations")) {
      all.addAll(List.of("--iterations", "3000"));
    }
    all.addAll(List.of("--backend", "cpu"));
    all.addAll(List.of(options));
    return Outcome.of(all.toArray(String[]::new));
  }

  private Outcome evaluate(Path data, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of("evaluate", "--model", run.toString(), "--test", data.toString(), "--json"));
    all.addAll(List.of("--backend", "cpu"));
    all.addAll(List.of(options));
    return Outcome.of(all.toArray(String[]::new));
  }

  private static void assertGood(Outcome outcome) {
    assertEquals(0, outcome.code(), outcome.toString());
    assertTrue(outcome.json().get("accuracy").asDouble() >= 0.9, outcome.toString());
  }

  @Test
  void theModelKeepsNamesAndOtherOrdersAreMatched() throws IOException {
    Path data = table("train.csv", 3, "id", "weight", "tail", "kind");
    assertEquals(0, train(data, "--ignore-columns", "id").code());
    SavedModel model = ModelFile.load(run.resolve("model.safetensors"));
    assertEquals(List.of("weight", "tail"), model.names().columns());
    assertEquals("kind", model.names().label());
    assertEquals(List.of("id"), model.names().ignored());
    assertEquals(NamedClasses.BOTH, model.names().classes());
    assertEquals(List.of("dog", "cat"), model.classNames());
    Outcome swapped = evaluate(table("test.csv", 3, "tail", "kind", "id", "weight"));
    assertGood(swapped);
    assertTrue(swapped.err().contains("matched by name"), swapped.err());
    assertTrue(swapped.err().contains("columns left out, as for"), swapped.err());
    evaluate(table("other.csv", 3, "tail", "kind"))
        .assertFailure("its columns are tail, expected weight, tail", "missing: weight");
  }

  @Test
  void whatTheTrainingDividedIsDividedAgain() throws IOException {
    Path data = table("train.csv", 255, "weight", "tail", "kind");
    Outcome plain = train(data, "--iterations", "1");
    assertTrue(plain.err().contains("(if they are pixels: --divide 255)"), plain.err());
    run = directory.resolve("divided");
    Outcome divided = train(data, "--divide", "255");
    assertEquals(0, divided.code(), divided.toString());
    assertTrue(!divided.err().contains("warning"), divided.err());
    Outcome again = evaluate(data);
    assertGood(again);
    assertTrue(
        again.err().contains("numbers are divided by 255, as those that the model was trained on"),
        again.err());
    evaluate(data, "--divide", "10")
        .assertFailure("divided by 10, expected divided by 255", "--divide 255");
  }

  @Test
  void aModelOfOtherClassesIsRefused() throws IOException {
    Path data = table("train.csv", 3, "weight", "tail", "kind");
    assertEquals(0, train(data).code());
    Path words =
        Files.writeString(
            directory.resolve("words.csv"), Files.readString(data).replace("cat", "puma"));
    evaluate(words).assertFailure("its classes are dog, puma, expected dog, cat");
    Path only =
        Files.writeString(
            directory.resolve("only.csv"),
            "weight,tail,kind\n3,1,cat\n3,0,cat\n".replace("kind", "kind"));
    assertGood(evaluate(only));
  }

  @Test
  void aStartOfOtherNamesIsMatchedOrRefused() throws IOException {
    Path data = table("train.csv", 3, "weight", "tail", "kind");
    assertEquals(0, train(data).code());
    String model = run.resolve("model.safetensors").toString();
    run = directory.resolve("second");
    Outcome swapped =
        train(table("swapped.csv", 3, "tail", "weight", "kind"), "--init-from", model);
    assertEquals(0, swapped.code(), swapped.toString());
    assertTrue(swapped.err().contains("matched by name"), swapped.err());
    run = directory.resolve("third");
    Path words =
        Files.writeString(
            directory.resolve("words.csv"), Files.readString(data).replace("cat", "puma"));
    Outcome other = train(words, "--init-from", model);
    assertEquals(0, other.code(), other.toString());
    String note =
        model + ": its classes (dog, cat) are not used; the model learns those of " + words;
    assertEquals(
        List.of(note + " (dog, puma)"),
        other.err().lines().filter(line -> line.contains("classes")).toList());
    assertEquals(
        List.of("dog", "puma"), ModelFile.load(run.resolve("model.safetensors")).classNames());
  }

  @Test
  void optionsWithoutAUseAreRefused() throws IOException {
    Path data = table("train.csv", 3, "weight", "tail", "kind");
    train(data, "--x", "a", "--y", "b")
        .assertUsageError("oncilla train", "--x is for .h5, .npz and .mat");
    train(data, "--divide", "0")
        .assertUsageError("oncilla train", "numbers cannot be divided by 0.0");
    Path pictures = Samples.folder(directory.resolve("pictures"), 2);
    train(pictures, "--label-column", "a")
        .assertUsageError("oncilla train", "--label-column is for .csv");
    train(pictures, "--divide", "255")
        .assertUsageError("oncilla train", "--divide is for tables; images are divided by 255");
    Outcome.of("train", "--demo", "--header", "yes")
        .assertUsageError("oncilla train", "--header has no meaning with --demo");
  }

  @Test
  void foldersOfOneClassAreMeasuredButNotTrainedOn() throws IOException {
    Path pictures = Samples.folder(directory.resolve("pictures"), 3);
    assertEquals(0, train(pictures, "--image-size", "8", "--iterations", "20").code());
    for (String left : List.of("cat", "dog")) {
      Path one = Files.createDirectories(directory.resolve("only-" + left));
      Files.move(pictures.resolve(left), one.resolve(left));
      Outcome outcome = evaluate(one);
      assertEquals(0, outcome.code(), outcome.toString());
      assertEquals(3, outcome.json().get("examples").asInt());
    }
    run = directory.resolve("second");
    train(directory.resolve("only-cat")).assertFailure("only the sub-folder cat");
  }
}
