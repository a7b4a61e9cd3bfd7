package oncilla.cli.train;

import static oncilla.cli.train.RunFiles.keys;
import static oncilla.cli.train.RunFiles.metrics;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cost that is not finite ends a run, and no model is kept. */
class NotFiniteTest {
  @TempDir Path directory;
  private TableRuns runs;

  @BeforeEach
  void makeTable() throws IOException {
    runs = new TableRuns(directory);
  }

  @Test
  void aCostThatIsNotFiniteStopsTheRun() throws IOException {
    Path out = directory.resolve("run");
    Outcome outcome =
        TableRuns.train(
            runs.table(),
            out,
            "--learning-rate",
            "1e30",
            "--precision",
            "fp32",
            "--iterations",
            "50",
            "--log-every",
            "20",
            "--quiet");
    outcome.assertFailure("not finite at iteration 1:", "layer 2", "--learning-rate");
    assertEquals(Set.of("", "config.json", "metrics.jsonl"), Samples.below(out));
    for (JsonNode line : metrics(out)) {
      assertEquals(List.of("iteration", "cost", "data_cost"), keys(line));
      assertTrue(line.get("cost").isNull() || Double.isFinite(line.get("cost").asDouble()));
    }
  }

  @Test
  void aModelWhoseCostIsNotFiniteIsNotSaved() throws IOException {
    Path out = directory.resolve("run");
    TableRuns.train(runs.table(), out, "--learning-rate", "1e308", "--iterations", "1", "--quiet")
        .assertFailure("not finite after the last of 1 updates");
    assertEquals(Set.of("", "config.json", "metrics.jsonl"), Samples.below(out));
  }
}
