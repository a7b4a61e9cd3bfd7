package oncilla.cli.options;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user is told who allows products that are less exact than any that there are. */
class MatmulPrecisionTest {
  private static final String SINGLE =
      "matrix products: asked for high, computed with highest (no less exact kernels for this"
          + " device)";
  private static final String DOUBLE =
      "matrix products: asked for high, computed with highest (only products in fp32 can be less"
          + " exact)";

  @TempDir Path directory;

  /** Lines on standard error that speak of matrix products. */
  private static List<String> said(Outcome outcome) {
    return outcome.err().lines().filter(line -> line.contains("matrix products")).toList();
  }

  private Outcome run(String line, String... more) throws IOException {
    String filled = line;
    if (line.contains("TABLE")) {
      filled = filled.replace("TABLE", Samples.table(directory.resolve("t.csv")).toString());
    }
    if (line.contains("MODEL")) {
      filled = filled.replace("MODEL", Samples.tableModel(directory).toString());
    }
    filled = filled.replace("OUT", directory.resolve("out").toString());
    List<String> words = new ArrayList<>(Arrays.asList(filled.split(" ")));
    words.addAll(List.of("--backend", "cpu"));
    words.addAll(List.of(more));
    return Outcome.done(words.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train --train TABLE --out OUT --iterations 3",
        "evaluate --model MODEL --test TABLE",
        "gradcheck --hidden 3",
        "experiment regularization --iterations 3 --out OUT",
      })
  void everyCommandThatComputesSaysItInOneLine(String line) throws IOException {
    Outcome outcome = run(line, "--matmul-precision", "high", "--precision", "fp32", "--json");
    assertEquals(List.of(SINGLE), said(outcome));
    assertFalse(outcome.out().contains("matrix products"), outcome.out());
  }

  @Test
  void predictSaysItToo() throws IOException {
    Path pictures = Samples.folder(directory.resolve("pictures"), 2);
    Path model = directory.resolve("model");
    run(
        "train --quiet --hidden 3 --iterations 3 --image-size 8 --train "
            + pictures
            + " --out "
            + model);
    Outcome outcome =
        run(
            "predict --model " + model + " " + pictures.resolve("cat/0.png"),
            "--matmul-precision",
            "high",
            "--precision",
            "fp32");
    assertEquals(List.of(SINGLE), said(outcome));
  }

  @Test
  void inDoublePrecisionTheReasonIsAnother() throws IOException {
    Outcome outcome = run("gradcheck --hidden 3", "--matmul-precision", "HIGH");
    assertEquals(List.of(DOUBLE), said(outcome));
  }

  @Test
  void whoAskedForNothingLessIsToldNothing() throws IOException {
    assertEquals(List.of(), said(run("gradcheck --hidden 3 --precision fp32")));
    Outcome quiet =
        run("train --train TABLE --out OUT --iterations 3", "--matmul-precision=high", "--quiet");
    assertEquals("", quiet.err());
  }

  @Test
  void aRunKeepsWhatWasAskedForAndWhatWasUsed() throws IOException {
    run("train --train TABLE --out OUT --iterations 3", "--matmul-precision", "Medium");
    JsonNode config = new JsonMapper().readTree(directory.resolve("out/config.json").toFile());
    assertEquals("medium", config.at("/options/matmul_precision").asText());
    assertEquals("highest", config.at("/selection/matmul_precision").asText());
    assertTrue(config.at("/selection/precision").isTextual());
  }
}
