package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.io.ModelFile;
import oncilla.io.SavedModel;
import oncilla.nn.Standardization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code --standardize}, and what the commands do with a model that keeps its numbers. */
class StandardizeCommandTest {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path directory;

  private Outcome train(Path data, String name, String... options) {
    String[] fixed = {
      "train",
      "--train",
      data.toString(),
      "--out",
      directory.resolve(name).toString(),
      "--backend",
      "cpu",
      "--hidden",
      "4",
      "--iterations",
      "30"
    };
    return Outcome.of(Stream.concat(Stream.of(fixed), Stream.of(options)).toArray(String[]::new));
  }

  private Path trained(Path data, String name, String... options) {
    Outcome outcome = train(data, name, options);
    assertEquals(0, outcome.code(), outcome.toString());
    return directory.resolve(name);
  }

  private static SavedModel model(Path run) {
    return ModelFile.load(run.resolve("model.safetensors"));
  }

  private static JsonNode json(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  private Path pictures() throws IOException {
    return Samples.folder(directory.resolve("pictures"), 4);
  }

  @Test
  void theModelKeepsTheNumbersOfTheTrainingSet() throws IOException {
    Path run = trained(pictures(), "run", "--image-size", "8", "--standardize");
    Standardization numbers = model(run).standardization().orElseThrow();
    // Grey pictures in shades 150, 160, 170, 180 and 100, 90, 80, 70.
    assertEquals(List.of(125 / 255.0, 125 / 255.0, 125 / 255.0), numbers.means());
    assertEquals(Math.sqrt(1725) / 255, numbers.deviations().get(0), 1e-15);
    assertEquals(true, json(run.resolve("config.json")).at("/options/standardize").asBoolean());
    Path plain = trained(pictures(), "plain", "--image-size", "8");
    assertFalse(model(plain).standardization().isPresent());
    assertEquals(false, json(plain.resolve("config.json")).at("/options/standardize").asBoolean());
  }

  /** evaluate and predict get the inputs that train had. */
  @Test
  void theModelsNumbersAreUsedWhereverItIs() throws IOException {
    Path run = trained(pictures(), "run", "--image-size", "8", "--standardize");
    JsonNode evaluated =
        Outcome.done(
                "evaluate",
                "--model",
                run.toString(),
                "--test",
                pictures().toString(),
                "--backend",
                "cpu",
                "--json")
            .json();
    JsonNode trained = json(run.resolve("result.json")).get("train");
    assertTrue(
        evaluated.toString().contains(trained.get("data_cost").toString()),
        evaluated + " and " + trained);
    JsonNode predicted =
        Outcome.done(
                "predict",
                "--model",
                run.toString(),
                "--backend",
                "cpu",
                "--json",
                pictures().resolve("cat").toString(),
                pictures().resolve("dog").toString())
            .json();
    double cost = 0;
    for (int i = 0; i < 8; i++) {
      double p = predicted.get(i).get("probability").asDouble();
      cost -= Math.log(i < 4 ? p : 1 - p) / 8;
    }
    assertEquals(trained.get("data_cost").asDouble(), cost, 1e-12);
  }

  /** A run that starts from such a model goes on with its numbers, whatever its own data is. */
  @Test
  void aStartGoesWithItsNumbers() throws IOException {
    Path run = trained(pictures(), "run", "--image-size", "8", "--standardize");
    Path other = Samples.folder(directory.resolve("other"), 3);
    String file = run.resolve("model.safetensors").toString();
    for (String name : List.of("with", "without")) {
      String[] options = {
        "--image-size",
        "8",
        "--init-from",
        file,
        name.equals("with") ? "--standardize" : "--no-curves"
      };
      Outcome outcome = train(other, name, options);
      assertEquals(0, outcome.code(), outcome.toString());
      assertTrue(
          outcome.err().contains("inputs are standardised with the numbers of " + file),
          outcome.err());
      assertEquals(model(run).standardization(), model(directory.resolve(name)).standardization());
    }
  }

  @Test
  void aStartWithoutNumbersIsNotStandardized() throws IOException {
    Path run = trained(pictures(), "run", "--image-size", "8");
    String file = run.resolve("model.safetensors").toString();
    train(pictures(), "second", "--image-size", "8", "--init-from", file, "--standardize")
        .assertFailure(file, "its inputs are not standardised", "--standardize; leave that out");
    assertTrue(Files.notExists(directory.resolve("second")));
  }

  @Test
  void tablesAreStandardizedByColumn() throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    Path run = trained(table, "run", "--standardize", "--batch-size", "7");
    assertEquals(3, model(run).standardization().orElseThrow().channels());
  }

  @Test
  void theChecksStandardizeToo() throws IOException {
    Path table = Samples.table(directory.resolve("table.csv"));
    String[] gradients = {
      "gradcheck", "--train", table.toString(), "--hidden", "4", "--standardize", "--backend", "cpu"
    };
    Outcome.done(gradients);
    Path run = trained(table, "run", "--standardize");
    String file = run.resolve("model.safetensors").toString();
    Outcome checked =
        Outcome.done(
            "crosscheck",
            "--train",
            table.toString(),
            "--hidden",
            "4",
            "--init-from",
            file,
            "--backend",
            "cpu",
            "--precision",
            "fp64");
    assertTrue(checked.err().contains("standardised with the numbers of " + file), checked.err());
    Outcome.of("gradcheck", "--standardize")
        .assertUsageError("oncilla gradcheck", "--standardize has no meaning without --train");
  }
}
