package oncilla.cli.experiment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotCommandTest {
  @TempDir Path directory;
  private Path first;
  private Path second;

  @BeforeEach
  void train() throws IOException {
    Path data = Samples.table(directory.resolve("table.csv"));
    first = trained(data, "first", "--l2", "0", "--test", data.toString());
    second = trained(data, "second", "--l2", "0.7");
  }

  private Path trained(Path data, String name, String... options) {
    Path run = directory.resolve(name);
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of("train", "--train", data.toString(), "--out", run.toString(), "--quiet"));
    arguments.addAll(List.of("--backend", "cpu", "--hidden", "3", "--iterations", "20"));
    arguments.addAll(List.of(options));
    Outcome.done(arguments.toArray(String[]::new));
    return run;
  }

  @Test
  void runsAreComparedInOneFigure() throws IOException {
    Path out = directory.resolve("both.png");
    Outcome outcome =
        Outcome.done("plot", first.toString(), second.toString(), "--out", out.toString());
    assertEquals("", outcome.err());
    assertTrue(outcome.out().contains("test table.csv, l2 0  "), outcome.out());
    assertTrue(outcome.out().contains("test none, l2 0.7  "), outcome.out());
    assertTrue(outcome.out().endsWith("plot    " + out + System.lineSeparator()), outcome.out());
    assertEquals(1200, ImageIO.read(out.toFile()).getWidth());
  }

  @Test
  void asJson() {
    Path out = directory.resolve("both.png");
    JsonNode result =
        Outcome.done("plot", "--json", first.toString(), second.toString(), "--out", out.toString())
            .json();
    assertEquals(out.toString(), result.get("out").asText());
    assertEquals(2, result.get("runs").size());
    assertEquals(first.toString(), result.at("/runs/0/run").asText());
    assertEquals("test table.csv, l2 0", result.at("/runs/0/label").asText());
    assertEquals(19, result.at("/runs/0/iteration").asLong());
    assertTrue(result.at("/runs/0/test_accuracy").isDouble());
    assertTrue(result.at("/runs/1/cost").asDouble() > result.at("/runs/0/cost").asDouble());
    assertFalse(result.get("runs").get(1).has("test_accuracy"));
  }

  @Test
  void badUsageAndBadRunsAreOneLine() throws IOException {
    Outcome.of("plot").assertUsageError("oncilla plot", "'RUN'");
    Outcome.of("plot", first.toString(), "--out", "figure.pdf")
        .assertUsageError("oncilla plot", "--out must end in .png, not figure.pdf");
    Outcome.of("plot", "").assertUsageError("oncilla plot", "a path is empty");
    Set<String> before = Samples.below(directory);
    String out = directory.resolve("x.png").toString();
    Outcome.of("plot", first.toString(), directory.toString(), "--out", out)
        .assertFailure("config.json: no such file, expected a run directory of train");
    Outcome.of("plot", directory.resolve("gone").toString(), "--out", out)
        .assertFailure("gone: no such folder");
    assertEquals(before, Samples.below(directory));
    Outcome.of("plot", first.toString(), "--out", directory.resolve("no/x.png").toString())
        .assertFailure("x.png: cannot be written: no such folder");
    Files.writeString(first.resolve("metrics.jsonl"), "{\"iteration\": 0, \"cost\": null}\n");
    Outcome.of("plot", first.toString(), "--out", out).assertFailure("no cost is finite");
  }
}
