package oncilla.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import oncilla.Requirements;
import oncilla.backend.Precision;
import oncilla.backend.provider.Availability;
import oncilla.backend.provider.BackendRequest;
import oncilla.backend.provider.BackendSelector;
import oncilla.data.Pixels;
import oncilla.golden.CatData;
import oncilla.golden.Golden;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The notes' run as a user makes it: train on their files, measure the saved model on their test
 * set, and ask it about pictures. Every number is that of the golden run.
 */
class PredictGoldenTest {
  private static final double BOUND = 1e-9;
  private static final int EDGE = 64;

  /** Pictures to ask about, with sure and unsure answers on both sides. */
  private static final int[] PICTURES = {0, 3, 6, 14, 18, 19, 25, 48};

  @TempDir static Path directory;

  private static Path run;
  private static JsonNode result;

  @BeforeAll
  static void train() {
    Path train = Requirements.data("train_catvnoncat.h5");
    Path test = Requirements.data("test_catvnoncat.h5");
    Availability opencl =
        BackendSelector.fromServices()
            .provider("opencl")
            .availability(BackendRequest.defaults().withPrecision(Precision.FP64));
    if (!opencl.isUsable()) {
      // The CPU backend would take minutes here; its golden runs are elsewhere.
      Requirements.missing("opencl", opencl.reason());
    }
    run = directory.resolve("run");
    List<String> arguments = new ArrayList<>(List.of("train", "--json", "--train"));
    arguments.addAll(List.of(train.toString(), "--test", test.toString()));
    arguments.addAll(List.of("--out", run.toString()));
    String options =
        "--hidden 20,7,5 --init lecun --seed 3 --learning-rate 0.0075 --iterations 2500"
            + " --log-every 100 --backend opencl --precision fp64";
    arguments.addAll(List.of(options.split(" ")));
    result = Outcome.done(arguments.toArray(String[]::new)).json();
  }

  @Test
  void theCostsAreTheNotes() throws IOException {
    List<Double> costs = new ArrayList<>();
    for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
      JsonNode metrics = new JsonMapper().readTree(line);
      if (metrics.get("iteration").asLong() % 100 == 0) {
        costs.add(metrics.get("cost").asDouble());
      }
    }
    assertArrayEquals(
        Golden.numbers(Golden.at("/cat/sqrt_init_float64/costs_every_100")),
        costs.stream().mapToDouble(Double::doubleValue).toArray(),
        BOUND);
  }

  @Test
  void theAccuraciesAreTheNotes() {
    assertEquals(208.0 / 209, result.at("/train/accuracy").asDouble());
    assertEquals(39.0 / 50, result.at("/test/accuracy").asDouble());
    assertEquals(
        Golden.at("/cat/sqrt_init_float64/cost_after_last_update_no_penalty").asDouble(),
        result.at("/train/cost").asDouble(),
        BOUND);
  }

  @ParameterizedTest
  @CsvSource({"cpu", "opencl"})
  void theSavedModelGetsTheNotesTestAccuracy(String backend) {
    JsonNode evaluated =
        Outcome.done(
                "evaluate",
                "--json",
                "--backend",
                backend,
                "--model",
                run.toString(),
                "--test",
                Requirements.data("test_catvnoncat.h5").toString())
            .json();
    assertEquals(39.0 / 50, evaluated.get("accuracy").asDouble());
    assertEquals(50, evaluated.get("examples").asInt());
    assertEquals("fp64", evaluated.get("precision").asText());
    assertEquals(result.at("/test/cost").asDouble(), evaluated.get("cost").asDouble(), BOUND);
  }

  @ParameterizedTest
  @CsvSource({"cpu, jocl", "opencl, jocl", "opencl, lwjgl"})
  void picturesHaveTheGoldenProbabilities(String backend, String binding, @TempDir Path pictures)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(List.of("predict", "--json", "--model", run.toString()));
    arguments.addAll(List.of("--backend", backend));
    if (backend.equals("opencl")) {
      arguments.addAll(List.of("--binding", binding));
    }
    Pixels test = (Pixels) CatData.load().test().orElseThrow().features();
    for (int picture : PICTURES) {
      Path file = pictures.resolve(picture + ".png");
      ImageIO.write(image(test, picture), "png", file.toFile());
      arguments.add(file.toString());
    }
    JsonNode rows = Outcome.done(arguments.toArray(String[]::new)).json();
    double[] golden =
        Golden.numbers(Golden.at("/cat/probes_sqrt_init_float64/final/test_probability"));
    assertEquals(PICTURES.length, rows.size());
    for (int i = 0; i < PICTURES.length; i++) {
      double expected = golden[PICTURES[i]];
      JsonNode row = rows.get(i);
      assertEquals(pictures.resolve(PICTURES[i] + ".png").toString(), row.get("name").asText());
      assertEquals(expected, row.get("probability").asDouble(), BOUND, row.toString());
      assertEquals(expected > 0.5 ? "cat" : "non-cat", row.get("label").asText());
    }
  }

  private static BufferedImage image(Pixels pixels, int index) {
    BufferedImage image = new BufferedImage(EDGE, EDGE, BufferedImage.TYPE_INT_RGB);
    int at = index * EDGE * EDGE * 3;
    for (int i = 0; i < EDGE * EDGE; i++, at += 3) {
      int red = pixels.values()[at] & 0xff;
      int green = pixels.values()[at + 1] & 0xff;
      int blue = pixels.values()[at + 2] & 0xff;
      image.setRGB(i % EDGE, i / EDGE, red << 16 | green << 8 | blue);
    }
    return image;
  }
}
