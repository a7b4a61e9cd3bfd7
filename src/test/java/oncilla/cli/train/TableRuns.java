package oncilla.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import oncilla.cli.Outcome;
import oncilla.cli.Samples;
import oncilla.cli.console.ExitCodes;

/** Runs of {@code train} on the cpu backend, in directories beside a table. */
final class TableRuns {
  private final Path directory;
  private final Path table;

  /** Makes the table. */
  TableRuns(Path directory) throws IOException {
    this.directory = directory;
    this.table = Samples.table(directory.resolve("table.csv"));
  }

  /** Where the table is. */
  Path table() {
    return table;
  }

  /** Trains on {@code data}, whatever comes of it. */
  static Outcome train(Path data, Path out, String... options) {
    String[] fixed = {
      "train", "--train", data.toString(), "--out", out.toString(), "--backend", "cpu"
    };
    return Outcome.of(Stream.concat(Stream.of(fixed), Stream.of(options)).toArray(String[]::new));
  }

  /** Trains on the table; returns the run directory. */
  Path trained(String name, String... options) {
    Path out = directory.resolve(name);
    Outcome outcome = train(table, out, options);
    assertEquals(ExitCodes.DONE, outcome.code(), outcome.toString());
    return out;
  }
}
