package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.io.ModelFile;
import oncilla.io.NpzSamples;
import oncilla.io.SavedModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What images are divided by, from the training to a picture in a file: the same everywhere. */
class ImageScaleCommandTest {
  private static final int EDGE = 4;
  private static final int NUMBERS = EDGE * EDGE * 3;
  private static final int IMAGES = 6;

  @TempDir Path directory;

  /** Pixels of six pictures, the odd ones bright. */
  private static int[][] pixels() {
    Random random = new Random(4);
    int[][] pixels = new int[IMAGES][];
    for (int i = 0; i < IMAGES; i++) {
      int least = i % 2 * 100;
      pixels[i] = random.ints(NUMBERS, least, least + 150).toArray();
      pixels[i][0] = i % 2 == 0 ? 0 : 255;
    }
    return pixels;
  }

  private Path arrays(String name, double factor, double shift) throws IOException {
    double[] x = new double[IMAGES * NUMBERS];
    double[] y = new double[IMAGES];
    for (int i = 0; i < x.length; i++) {
      x[i] = pixels()[i / NUMBERS][i % NUMBERS] * factor + shift;
      y[i / NUMBERS] = i / NUMBERS % 2;
    }
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("X", NpzSamples.doubles("(6, 4, 4, 3)", x));
    arrays.put("y", NpzSamples.doubles("(6,)", y));
    return NpzSamples.write(directory.resolve(name), arrays);
  }

  private Path bytes() throws IOException {
    byte[] x = new byte[IMAGES * NUMBERS];
    for (int i = 0; i < x.length; i++) {
      x[i] = (byte) pixels()[i / NUMBERS][i % NUMBERS];
    }
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    arrays.put("X", NpzSamples.bytes("(6, 4, 4, 3)", x));
    arrays.put("y", NpzSamples.doubles("(6,)", 0, 1, 0, 1, 0, 1));
    return NpzSamples.write(directory.resolve("bytes.npz"), arrays);
  }

  /** The same pictures as files, in folders of their classes. */
  private Path folder() throws IOException {
    Path folder = directory.resolve("photos");
    for (int i = 0; i < IMAGES; i++) {
      BufferedImage image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
      int[] rgb = pixels()[i];
      for (int at = 0; at < EDGE * EDGE; at++) {
        image.setRGB(
            at % EDGE, at / EDGE, rgb[3 * at] << 16 | rgb[3 * at + 1] << 8 | rgb[3 * at + 2]);
      }
      Path file = folder.resolve((i % 2 == 0 ? "dog/" : "cat/") + i + ".png");
      Files.createDirectories(file.getParent());
      ImageIO.write(image, "png", file.toFile());
    }
    return folder;
  }

  private Path train(Path data, String... more) {
    Path run = directory.resolve("run");
    List<String> all = new ArrayList<>(List.of("train", "--train", data.toString(), "--quiet"));
    all.addAll(List.of("--out", run.toString(), "--hidden", "3", "--iterations", "40"));
    all.addAll(List.of("--learning-rate", "0.1", "--backend", "cpu"));
    Collections.addAll(all, more);
    Outcome.done(all.toArray(String[]::new));
    return run;
  }

  private static Outcome use(String command, Path run, String... more) {
    List<String> all = new ArrayList<>(List.of(command, "--model", run.toString(), "--json"));
    all.addAll(List.of("--backend", "cpu"));
    Collections.addAll(all, more);
    if (List.of(more).stream().anyMatch(word -> word.endsWith(".npz"))) {
      all.addAll(List.of("--x", "X", "--y", "y"));
    }
    return Outcome.of(all.toArray(String[]::new));
  }

  private static double cost(Outcome outcome) {
    assertEquals(0, outcome.code(), outcome.toString());
    return outcome.json().get("data_cost").asDouble();
  }

  /** The cost that the probabilities of {@code predict} have. */
  private static double cost(JsonNode predictions) {
    double sum = 0;
    for (JsonNode row : predictions) {
      double probability = row.get("probability").asDouble();
      sum -= Math.log(row.get("name").asText().contains("cat") ? probability : 1 - probability);
    }
    return sum / predictions.size();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 127.5, 127.5",
    "1, 1, 1",
    "1, 256, 256",
    "1, 255, 255",
    "0.00392156862745098, 1, 255",
    "0.00392156862745098, 0.5, 127.5",
    "257, 65535, 255",
  })
  void aPictureInAFileIsWhatItIsInTheArray(double factor, String divide, double pixelDivisor)
      throws IOException {
    Path data = arrays("train.npz", factor, 0);
    Path run = train(data, "--divide", divide);
    SavedModel model = ModelFile.load(run.resolve("model.safetensors"));
    assertEquals(pixelDivisor, model.divisor());
    assertTrue(model.imageSize().orElseThrow().ofPixels());
    double expected = cost(use("evaluate", run, "--test", data.toString(), "--divide", divide));
    Path photos = folder();
    Outcome predicted = use("predict", run, photos.toString());
    assertEquals(0, predicted.code(), predicted.toString());
    assertEquals(IMAGES, predicted.json().size());
    assertEquals(expected, cost(predicted.json()), 1e-12);
    assertEquals(expected, cost(use("evaluate", run, "--test", photos.toString())), 1e-12);
    assertEquals(expected, cost(use("evaluate", run, "--test", bytes().toString())), 1e-12);
    assertEquals(
        expected, cost(use("evaluate", run, "--test", arrays("255.npz", 1, 0).toString())), 1e-12);
    assertEquals(
        expected,
        cost(use("evaluate", run, "--test", arrays("1.npz", 1 / 255.0, 0).toString())),
        1e-12);
    assertEquals(
        pixelDivisor != 255,
        predicted
            .err()
            .contains(
                "pixels are divided by "
                    + ("" + pixelDivisor).replace(".0", "")
                    + ", as those that the model"),
        predicted.err());
  }

  @Test
  void anotherDivisionThanTheModelsIsRefused() throws IOException {
    Path data = arrays("train.npz", 1, 0);
    Path run = train(data, "--divide", "127.5");
    use("evaluate", run, "--test", data.toString(), "--divide", "255")
        .assertFailure("its numbers are divided by 255, expected divided by 127.5 as in " + run);
    assertEquals(
        cost(use("evaluate", run, "--test", bytes().toString())),
        cost(use("evaluate", run, "--test", bytes().toString(), "--divide", "127.5")));
    use("evaluate", run, "--test", bytes().toString(), "--divide", "255")
        .assertFailure("divided by 255, expected divided by 127.5");
  }

  @Test
  void numbersThatAreNoPixelsHaveNoImageFiles() throws IOException {
    Path data = arrays("train.npz", 0.02, -2.5);
    Path run = train(data, "--divide", "2");
    SavedModel model = ModelFile.load(run.resolve("model.safetensors"));
    assertEquals(2, model.divisor());
    assertTrue(!model.imageSize().orElseThrow().ofPixels());
    Path photos = folder();
    use("predict", run, photos.toString())
        .assertFailure("images whose numbers are not of 0 to 255", "evaluate takes arrays");
    use("evaluate", run, "--test", photos.toString())
        .assertFailure(
            photos + ": its images are of pixels, expected numbers that are not of 0 to 255");
    double expected = cost(use("evaluate", run, "--test", data.toString(), "--divide", "2"));
    assertEquals(expected, cost(use("evaluate", run, "--test", data.toString())));
    // A few that happen to lie within 0 and 255 are still none.
    Path positive = arrays("positive.npz", 0.02, 0.5);
    cost(use("evaluate", run, "--test", positive.toString()));
    cost(use("evaluate", run, "--test", positive.toString(), "--divide", "2"));
  }

  @Test
  void picturesAndTablesAreNamedAsSuch() throws IOException {
    Path photos = folder();
    Path table = Samples.tableModel(directory);
    use("evaluate", table, "--test", photos.toString())
        .assertFailure(
            photos + ": images of 64 x 64 x 3, expected a table of 3 columns as " + table,
            "was trained on");
    use("evaluate", table, "--test", bytes().toString())
        .assertFailure(
            ": images of 4 x 4 x 3, expected a table of 3 columns as " + table + " was trained on");
    use("predict", table, photos.toString())
        .assertFailure(table + ": the model was trained on a table of 3 columns");
    Path run = train(bytes());
    Path csv = Samples.table(directory.resolve("t.csv"));
    use("evaluate", run, "--test", csv.toString())
        .assertFailure(
            csv + ": a table of 3 columns, expected images of 4 x 4 x 3 as " + run,
            "was trained on");
    Path other = directory.resolve("other");
    Outcome.of("train", "--train", csv.toString(), "--test", photos.toString(), "--out", "" + other)
        .assertFailure(
            photos + ": images of 64 x 64 x 3, expected a table of 3 columns as in " + csv);
    Outcome.of("train", "--train", photos.toString(), "--test", csv.toString(), "--out", "" + other)
        .assertFailure(
            csv + ": a table of 3 columns, expected images of 64 x 64 x 3 as in " + photos);
  }

  @Test
  void aStartOfOtherClassesIsAStart() throws IOException {
    Path run = train(folder(), "--image-size", "4");
    Path birds = directory.resolve("birds");
    Path photos = folder();
    Files.createDirectories(birds);
    Files.move(photos.resolve("dog"), birds.resolve("owl"));
    Files.move(photos.resolve("cat"), birds.resolve("wren"));
    Path model = run.resolve("model.safetensors");
    String[] command = {
      "train",
      "--train",
      "" + birds,
      "--test",
      "" + birds,
      "--positive",
      "wren",
      "--init-from",
      "" + model,
      "--hidden",
      "3",
      "--iterations",
      "1",
      "--backend",
      "cpu",
      "--image-size",
      "4",
      "--out",
      "" + directory.resolve("second")
    };
    Outcome outcome = Outcome.done(command);
    assertEquals(
        List.of(
            model
                + ": its classes ('cat' and others) are not used; the model learns those of "
                + birds
                + " ('wren' and others)"),
        outcome.err().lines().filter(line -> line.contains("classes")).toList());
    assertEquals(
        "wren", ModelFile.load(directory.resolve("second/model.safetensors")).classNames().get(1));
    command[command.length - 3] = "8";
    command[command.length - 1] = "" + directory.resolve("third");
    Outcome.of(command)
        .assertFailure(birds + ": images of 8 x 8 x 3, expected 4 x 4 x 3 as in " + model);
  }
}
