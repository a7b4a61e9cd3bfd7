package oncilla.report.run;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.report.Json;
import oncilla.report.OutputException;
import oncilla.train.TrainingListener;
import oncilla.train.TrainingListener.CurvePoint;
import oncilla.train.TrainingListener.ValidationPoint;

/**
 * Writes every cost to {@code metrics.jsonl} as it becomes known, one JSON object a line:
 *
 * <pre>{"iteration": 0, "cost": 0.7157, "data_cost": 0.7157}</pre>
 *
 * <p>Where gradients are clipped, {@code gradient_norm} follows, the norm before that. Where
 * learning curves are measured, {@code train_accuracy}, {@code test_cost} and {@code test_accuracy}
 * follow; all numbers of a line are those of the same parameters.
 *
 * <p>A validation has a line of its own, with the number of updates that made the parameters and of
 * whole passes over the training set:
 *
 * <pre>
 * {"validation_iteration": 100, "epochs": 100, "validation_data_cost": 0.6432, "validation_accuracy": 0.65}
 * </pre>
 *
 * <p>Unlike other files of a run this one is written in place, because it is a log: whoever follows
 * it wants the lines now, and a run that is cut off should leave those it had. Each line reaches
 * the system whole before the next step.
 */
public final class MetricsFile implements TrainingListener, AutoCloseable {
  private final Path file;
  private final Json json = new Json();
  private final BufferedWriter writer;

  /** Told, and not yet written because its cost is still to come. */
  private Optional<CurvePoint> pending = Optional.empty();

  private OptionalDouble pendingNorm = OptionalDouble.empty();

  private MetricsFile(Path file, BufferedWriter writer) {
    this.file = file;
    this.writer = writer;
  }

  /**
   * Creates the file, empty.
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
  public void curves(long iteration, CurvePoint point) {
    pending = Optional.of(point);
  }

  @Override
  public void gradientNorm(long iteration, double norm) {
    pendingNorm = OptionalDouble.of(norm);
  }

  @Override
  public void cost(long iteration, double cost, double dataCost) {
    StringBuilder line = new StringBuilder().append("{\"iteration\": ").append(iteration);
    append(line, "cost", cost);
    append(line, "data_cost", dataCost);
    if (pendingNorm.isPresent()) {
      append(line, "gradient_norm", pendingNorm.getAsDouble());
      pendingNorm = OptionalDouble.empty();
    }
    if (pending.isPresent()) {
      append(line, "train_accuracy", pending.get().trainAccuracy());
      append(line, "test_cost", pending.get().testCost());
      append(line, "test_accuracy", pending.get().testAccuracy());
      pending = Optional.empty();
    }
    write(line);
  }

  @Override
  public void validated(ValidationPoint point) {
    StringBuilder line =
        new StringBuilder().append("{\"validation_iteration\": ").append(point.iteration());
    line.append(", \"epochs\": ").append(point.epochs());
    append(line, "validation_data_cost", point.dataCost());
    append(line, "validation_accuracy", point.accuracy());
    write(line);
  }

  private void write(StringBuilder line) {
    try {
      writer.write(line.append("}\n").toString());
      writer.flush();
    } catch (IOException e) {
      throw cannot(file, e);
    }
  }

  private void append(StringBuilder line, String key, double value) {
    line.append(", \"").append(key).append("\": ").append(json.line(value));
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
    return OutputException.cannotWrite(file, cause);
  }
}
