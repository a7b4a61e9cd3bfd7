package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bad input is one line on standard error that names the file, what was found and what was
 * expected; no stack trace, and the disk is as it was before.
 */
class BadInputTest {
  @TempDir Path directory;

  /** What was there before the command ran. */
  private Set<String> before = Set.of();

  private Outcome run(List<String> arguments) throws IOException {
    before = Samples.below(directory);
    return Outcome.of(arguments.toArray(String[]::new));
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertEquals(before, Samples.below(directory));
  }

  private Outcome train(Path data, String... options) throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("train", "--train", data.toString(), "--backend", "cpu"));
    if (!List.of(options).contains("--out")) {
      arguments.addAll(List.of("--out", directory.resolve("a/run").toString()));
    }
    arguments.addAll(List.of(options));
    return run(arguments);
  }

  private Outcome evaluate(Path model, Path data) throws IOException {
    return run(
        List.of(
            "evaluate",
            "--backend",
            "cpu",
            "--model",
            model.toString(),
            "--test",
            data.toString()));
  }

  private Outcome predict(Path model, Path image) throws IOException {
    return run(
        List.of("predict", "--backend", "cpu", "--model", model.toString(), image.toString()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing.h5", "missing.csv", "missing", "missing/below.npz"})
  void aMissingFile(String name) throws IOException {
    Path file = directory.resolve(name);
    train(file).assertFailure(file + ": no such file or folder");
  }

  @Test
  void aMissingTestSet() throws IOException {
    Path file = directory.resolve("missing.csv");
    train(Samples.table(directory.resolve("table.csv")), "--test", file.toString())
        .assertFailure(file + ": no such file or folder");
  }

  @Test
  void aKindOfFileThatIsNoData() throws IOException {
    Path file = Files.writeString(directory.resolve("data.txt"), "1,2,0\n");
    train(file).assertFailure(file + ": unknown kind of data, expected .h5");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.01, 0.3, 0.9})
  void aTruncatedHdf5(double part) throws IOException {
    Path file = Samples.hdf5(directory.resolve("cut.h5"), Samples.pixels(40), new long[40]);
    Samples.cut(file, part);
    train(file).assertFailure(file + ": ");
  }

  @Test
  void aTextThatIsCalledHdf5() throws IOException {
    Path file = Files.writeString(directory.resolve("text.h5"), "not at all");
    train(file).assertFailure(file + ": ");
  }

  @Test
  void aWrongRank() throws IOException {
    Path file = Samples.hdf5(directory.resolve("rank.h5"), new byte[4], 0, 1, 1, 0);
    train(file).assertFailure(file + ": ", "train_set_x", "(4)");
  }

  @Test
  void labelsOtherThanZeroAndOne() throws IOException {
    Path file = Samples.hdf5(directory.resolve("labels.h5"), Samples.pixels(4), 0, 1, 2, 1);
    train(file).assertFailure(file + ": ", "train_set_y", "label 2", "expected two");
    Path table = Files.writeString(directory.resolve("labels.csv"), "1,2,0\n3,4,0.5\n");
    train(table).assertFailure(table + ": ", "line 2", "0.5", "expected 0 and 1");
  }

  @Test
  void fewerLabelsThanPictures() throws IOException {
    Path file = Samples.hdf5(directory.resolve("few.h5"), Samples.pixels(4), 0, 1);
    train(file).assertFailure(file + ": ", "2", "4");
  }

  @Test
  void anEmptyClassFolder() throws IOException {
    Path folder = Samples.folder(directory.resolve("pictures"), 2);
    Files.delete(folder.resolve("cat/0.png"));
    Files.delete(folder.resolve("cat/1.png"));
    train(folder).assertFailure(folder.resolve("cat") + ": no images");
    Files.delete(folder.resolve("cat"));
    train(folder).assertFailure(folder + ": no sub-folder cat");
    train(folder, "--positive", "dog").assertFailure(folder + ": only the sub-folder dog");
  }

  @Test
  void aBrokenJpeg() throws IOException {
    Path folder = Samples.folder(directory.resolve("pictures"), 2);
    Path broken = Samples.cut(Samples.picture(folder.resolve("cat/broken.jpg"), 99), 0.4);
    train(folder).assertFailure(broken + ": ", "--skip-unreadable");
    predict(Samples.pictureModel(directory), broken).assertFailure(broken + ": ");
    Path text = Files.writeString(folder.resolve("cat/broken.jpg"), "not at all");
    train(folder).assertFailure(text + ": ");
    predict(directory.resolve("picture-model"), text).assertFailure(text + ": ");
  }

  @ParameterizedTest
  @CsvSource({"NaN, NaN", "nan, nan", "1e999, 1e999", "'', empty", "x, x"})
  void aCsvFieldThatIsNoFiniteNumber(String field, String word) throws IOException {
    Path file = directory.resolve("table.csv");
    Files.writeString(file, "a,b,y\n1,2,0\n3," + field + ",1\n");
    train(file).assertFailure(file + ": ", "line 3", word);
  }

  @Test
  void aTestSetOfOtherColumns() throws IOException {
    Path file = Files.writeString(directory.resolve("test.csv"), "1,2,0\n3,4,1\n");
    Path table = Samples.table(directory.resolve("table.csv"));
    train(table, "--test", file.toString())
        .assertFailure(file + ": 2 columns, expected 3 as in " + table);
  }

  @Test
  void sizesThatDoNotFitTheModel() throws IOException {
    Path model = Samples.tableModel(directory);
    Path narrow = Files.writeString(directory.resolve("narrow.csv"), "1,2,0\n3,4,1\n");
    evaluate(model, narrow).assertFailure(narrow + ": 2 columns, expected 3 as in " + model);
    Path pictures = Samples.folder(directory.resolve("pictures"), 1);
    evaluate(model, pictures)
        .assertFailure(
            pictures + ": images of 64 x 64 x 3, expected a table of 3 columns as " + model);
    predict(model, pictures.resolve("cat/0.png")).assertFailure("evaluate takes tables");
    Path pictureModel = Samples.pictureModel(directory);
    byte[][][][] large = new byte[2][9][9][3];
    Path file = Samples.hdf5("test_set", directory.resolve("large.h5"), large, 0, 1);
    evaluate(pictureModel, file)
        .assertFailure(file + ": images of 9 x 9 x 3, expected 8 x 8 x 3 as in ");
  }

  @Test
  void numbersOfAnotherScaleThanTheModels() throws IOException {
    Path model = Samples.pictureModel(directory);
    String line = "0.5,".repeat(Samples.EDGE * Samples.EDGE * 3);
    Path table = Files.writeString(directory.resolve("t.csv"), line + "0\n" + line + "1\n");
    evaluate(model, table)
        .assertFailure(table + ": a table of numbers", "expected images", "--divide 255");
  }

  @Test
  void startValuesThatDoNotFit() throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    Path start = Samples.tableModel(directory).resolve("model.safetensors");
    train(table, "--init-from", start.toString(), "--hidden", "5")
        .assertFailure(start + ": ", "W1", "4 x 3", "5 x 3");
    train(table, "--init-from", start.toString(), "--hidden", "4,2")
        .assertFailure(start + ": ", "W2");
    train(table, "--init-from", start.toString(), "--hidden", "none")
        .assertFailure(start + ": holds W2, but the network has 1 layer");
    train(table, "--init-from", table.toString())
        .assertFailure(table + ": ", ".safetensors or .npz");
    Path missing = directory.resolve("missing.npz");
    train(table, "--init-from", missing.toString()).assertFailure(missing + ": no such file");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.2, 0.99})
  void aTruncatedModel(double part) throws IOException {
    Path run = Samples.tableModel(directory);
    Path table = Samples.table(directory.resolve("table.csv"));
    Path file = Samples.cut(run.resolve("model.safetensors"), part);
    evaluate(run, table).assertFailure(file + ": ");
    evaluate(file, table).assertFailure(file + ": ");
    predict(run, table).assertFailure(file + ": ");
    train(table, "--hidden", "4", "--init-from", file.toString()).assertFailure(file + ": ");
  }

  @Test
  void aModelThatIsNone() throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    evaluate(table, table).assertFailure(table + ": ");
    Path missing = directory.resolve("missing");
    evaluate(missing, table).assertFailure(missing + ": no such file");
    predict(missing, table).assertFailure(missing + ": no such file");
    // A folder without a model, such as that of a run that failed.
    predict(directory, table).assertFailure(directory.resolve("model.safetensors") + ": no such");
  }

  @Test
  void picturesThatAreNotThere() throws IOException {
    Path model = Samples.pictureModel(directory);
    Path missing = directory.resolve("missing.png");
    predict(model, missing).assertFailure(missing + ": no such file");
    Path empty = Files.createDirectory(directory.resolve("empty"));
    predict(model, empty).assertFailure(empty + ": there is no file in it");
  }

  @Test
  void aNegativeRate() throws IOException {
    train(Samples.table(directory.resolve("table.csv")), "--learning-rate", "-0.01")
        .assertUsageError("oncilla train", "the learning rate must be positive");
  }

  @Test
  void anOutThatIsInTheWay() throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    train(table, "--out", table.toString()).assertFailure(table + ": is a file");
    assertTrue(Files.readString(table).startsWith("a,b,c,y"));
    Path below = table.resolve("below/it");
    train(table, "--out", below.toString())
        .assertFailure(below + ": cannot be made: " + table + " is a file");
    train(table, "--out", directory.toString())
        .assertFailure(directory + ": holds table.csv, expected a missing or empty folder");
  }

  /** Where tests run as root, permissions stop nothing; then /proc does. */
  @Test
  void anOutThatCannotBeWritten() throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    Path locked = Files.createDirectory(directory.resolve("locked"));
    assertTrue(locked.toFile().setWritable(false));
    Path place = Files.isWritable(locked) ? Path.of("/proc") : locked;
    assumeFalse(Files.isWritable(locked) && !Files.isDirectory(place), "root, and no /proc");
    Path out = place.resolve("oncilla-run");
    try {
      train(table, "--out", out.toString()).assertFailure(out + ": cannot be written: ");
    } finally {
      assertTrue(locked.toFile().setWritable(true));
    }
  }

  @Test
  void aNetworkThatNoMemoryHolds() throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    Outcome outcome = train(table, "--hidden", "50000,50000");
    outcome.assertUsageError("oncilla train", "50000 x 50000 weights exceed a Java array");
  }

  /** Too little memory is found when the step is prepared: nothing was written then. */
  @ParameterizedTest
  @ValueSource(strings = {"ejml", "openblas"})
  void aNetworkThatDoesNotFitTheDevice(String blas) throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    Outcome outcome =
        train(table, "--hidden", "10000", "--memory-limit", "100K", "--quiet", "--cpu-blas", blas);
    outcome.assertFailure("alone take", "(--hidden)");
  }

  @Test
  void verboseShowsTheStack() throws IOException {
    Path file = directory.resolve("missing.csv");
    Outcome outcome = train(file, "--verbose");
    assertEquals(ExitCodes.FAILED, outcome.code());
    assertTrue(outcome.err().startsWith("oncilla: " + file + ": no such file"), outcome.err());
    assertTrue(outcome.err().contains("\tat oncilla.data."), outcome.err());
  }
}
