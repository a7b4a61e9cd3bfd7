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
import java.util.List;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --memory-limit}: a device that passes for a smaller one. */
class MemoryCommandTest {
  @TempDir Path directory;
  private Path table;

  @BeforeEach
  void makeTable() throws IOException {
    table = Samples.table(directory.resolve("table.csv"));
  }

  private Outcome train(String name, String backend, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "train",
                "--train=" + table,
                "--out=" + directory.resolve(name),
                "--backend=" + backend,
                "--precision=fp64",
                "--hidden=128",
                "--iterations=30",
                "--log-every=10",
                "--learning-rate=0.1"));
    words.addAll(List.of(more));
    return Outcome.of(words.toArray(String[]::new));
  }

  private JsonNode json(String name, String file) throws IOException {
    return JsonMapper.builder().build().readTree(directory.resolve(name).resolve(file).toFile());
  }

  private List<Double> costs(String name) throws IOException {
    List<Double> costs = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve(name).resolve("metrics.jsonl"))) {
      JsonNode values = JsonMapper.builder().build().readTree(line);
      if (values.has("iteration") && values.has("cost")) {
        costs.add(values.get("cost").asDouble());
      }
    }
    return costs;
  }

  /** With little memory in parts, and it says so; with enough the same bytes. */
  @ParameterizedTest
  @ValueSource(strings = {"cpu", "opencl"})
  void littleMemoryIsEnough(String backend) throws IOException {
    String[] options = {"--keep-prob=0.9", "--l2=0.1", "--optimizer=adam", "--clip-norm=1"};
    Outcome all = train("all", backend, options);
    assertEquals(ExitCodes.DONE, all.code(), all.toString());
    assertFalse(all.err().contains("computed in"), all.err());
    Outcome some = train("some", backend, with(options, "--memory-limit=64K"));
    assertEquals(ExitCodes.DONE, some.code(), some.toString());
    assertTrue(
        some.err().matches("(?s).*a batch of 40 is computed in [2-9] parts of \\d+: .* KiB of .*"),
        some.err());
    assertEquals(costs("all").size(), costs("some").size());
    for (int i = 0; i < costs("all").size(); i++) {
      assertEquals(costs("all").get(i), costs("some").get(i), 1e-12);
    }
    assertEquals(65536, json("some", "config.json").at("/options/memory_limit").asLong());
    assertTrue(json("some", "config.json").at("/selection/rows_at_once").asInt() >= 5);
    assertTrue(json("all", "config.json").at("/options/memory_limit").isNull());
    assertTrue(json("all", "config.json").at("/selection/rows_at_once").isMissingNode());

    Outcome enough = train("enough", backend, with(options, "--memory-limit=1MiB"));
    assertFalse(enough.err().contains("computed in"), enough.err());
    for (String file : List.of("model.safetensors", "metrics.jsonl", "cost.png")) {
      assertEquals(
          -1,
          Files.mismatch(
              directory.resolve("all").resolve(file), directory.resolve("enough").resolve(file)),
          file);
    }
  }

  private static String[] with(String[] options, String more) {
    List<String> words = new ArrayList<>(List.of(options));
    words.add(more);
    return words.toArray(String[]::new);
  }

  @Test
  void saysWhatTheMemoryIsFor() {
    Outcome told =
        train(
            "told",
            "cpu",
            "--verbose",
            "--optimizer=adam",
            "--memory-limit=80K",
            "--validation-split=0.2",
            "--early-stop=3",
            "--test=" + table);
    assertEquals(ExitCodes.DONE, told.code(), told.toString());
    List<String> lines = told.err().lines().toList();
    int header = 0;
    while (!lines.get(header).matches("memory of .* takes")) {
      header++;
    }
    List<String> names = new ArrayList<>();
    for (String line : lines.subList(header + 2, lines.size())) {
      if (!line.matches(".*  +[0-9.]+ (bytes|KiB)( of 80\\.0 KiB)?")) {
        break;
      }
      names.add(line.replaceFirst("  .*", ""));
    }
    assertTrue(
        names.containsAll(
            List.of(
                "data",
                "parameters",
                "gradients",
                "optimiser state",
                "activations",
                "validation",
                "best state so far",
                "together",
                "largest piece",
                "evaluation, afterwards")),
        told.err());
    assertFalse(train("untold", "cpu").err().contains("together"));
  }

  @Test
  void whatDoesNotFitIsRefusedInOneLine() {
    train("none", "cpu", "--quiet", "--memory-limit=10K")
        .assertFailure(
            "training on 40 examples needs ",
            " has 10.0 KiB (10.0 KiB in one piece)",
            "; not even a batch of one example fits: parameters, gradient and optimiser state alone"
                + " take 11.0 KiB; take fewer or smaller hidden layers (--hidden)");
    assertFalse(Files.exists(directory.resolve("none")));
    train("batch", "cpu", "--quiet", "--memory-limit=20K")
        .assertFailure("; the largest batch that fits is --batch-size ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "lots", "256MB", "-1", "1e9"})
  void nonsenseIsBadUsage(String limit) {
    train("none", "cpu", "--memory-limit=" + limit)
        .assertUsageError(
            "oncilla train",
            "'--memory-limit': '" + limit + "' is no amount of memory, expected bytes as ");
    assertFalse(Files.exists(directory.resolve("none")));
  }

  /** The same parts, the same bytes; other parts are said. */
  @Test
  void runsInPartsAreMadeAgain() {
    assertEquals(ExitCodes.DONE, train("run", "cpu", "--memory-limit=64K").code());
    Path run = directory.resolve("run");
    Outcome again = Outcome.of("reproduce", run.toString(), "--out=" + directory.resolve("again"));
    assertEquals(ExitCodes.DONE, again.code(), again.toString());
    assertTrue(again.out().startsWith("equal: "), again.toString());
    assertTrue(again.err().contains("a batch of 40 is computed in "), again.err());
    assertFalse(again.err().contains("warning"), again.err());
  }

  /** In parts as without: one that goes on with a checkpoint is one that was never stopped. */
  @Test
  void aRunInPartsGoesOnInTheSameBytes() throws IOException {
    String[] options = {
      "--memory-limit=40K",
      "--batch-size=30",
      "--keep-prob=0.9",
      "--optimizer=adam",
      "--checkpoint-every=20"
    };
    assertEquals(ExitCodes.DONE, train("run", "cpu", options).code());
    Path run = directory.resolve("run");
    assertTrue(json("run", "config.json").at("/selection/rows_at_once").asInt() < 30);
    Outcome further = Outcome.of("train", "--resume=" + run, "--iterations=37");
    assertEquals(ExitCodes.DONE, further.code(), further.toString());
    assertFalse(further.err().contains("warning"), further.err());
    String config = run.resolve("config.json").toString();
    Path longer = directory.resolve("longer");
    Outcome.done("train", "--config=" + config, "--iterations=37", "--out=" + longer);
    assertEquals(
        -1, Files.mismatch(run.resolve("model.safetensors"), longer.resolve("model.safetensors")));
  }

  @Test
  void aRunThatGoesOnWithOtherMemorySaysWhatThatMeans() throws IOException {
    assertEquals(
        ExitCodes.DONE, train("run", "cpu", "--memory-limit=64K", "--checkpoint-every=20").code());
    String run = directory.resolve("run").toString();
    Outcome further = Outcome.of("train", "--resume", run, "--iterations=40", "--memory-limit=1G");
    assertEquals(ExitCodes.DONE, further.code(), further.toString());
    assertTrue(
        further
            .err()
            .matches(
                "(?s).*config.json: batches were computed \\d+ examples at a time, and here they"
                    + " are at once: the last bits may be others.*"),
        further.err());
    assertEquals(ExitCodes.DONE, train("plain", "cpu", "--checkpoint-every=20").code());
    String plain = directory.resolve("plain").toString();
    Outcome same = Outcome.of("train", "--resume", plain, "--iterations=40", "--memory-limit=1G");
    assertEquals(ExitCodes.DONE, same.code(), same.toString());
    assertFalse(same.err().contains("warning"), same.err());
  }
}
