package oncilla.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import oncilla.train.TrainingListener;

/**
 * Writes every cost to {@code metrics.jsonl} as it becomes known, one JSON object a line:
 *
 * <pre>{"iteration": 0, "cost": 0.7157, "data_cost": 0.7157}</pre>
 *
 * <p>Unlike other files of a run it is written in place, because it is a log: whoever follows it
 * wants the lines now, and a run that is cut off should leave those it had. Each line reaches the
 * system whole before the next step.
 */
public final class MetricsFile implements TrainingListener, AutoCloseable {
  private final Path file;
  private final Json json = new Json();
  private final BufferedWriter writer;

  private MetricsFile(Path file, BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * Makes the file.
   *
   * @throws OutputException if it is there already or cannot be written
   */
  public static MetricsFile create(Path file) {
    try {
      return new MetricsFile(
          file,
          Files.newBufferedWriter(
              file,
              StandardCharsets.UTF_8,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw cannot(file, e);
    }
  }

  @Override
  public void cost(long iteration, double cost, double dataCost) {
    try {
      writer.write(
          "{\"iteration\": "
              + iteration
              + ", \"cost\": "
              + json.line(cost)
              + ", \"data_cost\": "
              + json.line(dataCost)
              + "}\n");
      writer.flush();
    } catch (IOException e) {
      throw cannot(file, e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw cannot(file, e);
    }
  }

  private static OutputException cannot(Path file, IOException cause) {
    return new OutputException(file + ": cannot be written: " + Reasons.of(cause), cause);
  }
}
