package oncilla.report.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import oncilla.io.AtomicFile;
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
 * the system whole before the next step. What cannot be written, on a full disk, is written with
 * the next line or when the file is closed: no run ends for that.
 */
public final class MetricsFile implements TrainingListener, AutoCloseable {
  private final Path file;
  private final Json json = new Json();
  private final FileChannel channel;
  private final Consumer<OutputException> trouble;

  /** Lines that have not been written yet. */
  private final StringBuilder unwritten = new StringBuilder();

  /** The end of the last line that was written whole. */
  private long end;

  private boolean failed;

  /** Told, and not yet written because its cost is still to come. */
  private Optional<CurvePoint> pending = Optional.empty();

  private OptionalDouble pendingNorm = OptionalDouble.empty();

  private MetricsFile(Path file, FileChannel channel, Consumer<OutputException> trouble)
      throws IOException {
    this.file = file;
    this.channel = channel;
    this.trouble = trouble;
    end = channel.size();
  }

  /**
   * Creates the file, empty.
   *
   * @throws OutputException if it is there already or cannot be written
   */
  public static MetricsFile create(Path file) {
    return create(file, line -> {});
  }

  /**
   * Creates the file, empty.
   *
   * @param trouble is told when lines can no longer be written; they are tried again
   * @throws OutputException if it is there already or cannot be written
   */
  public static MetricsFile create(Path file, Consumer<OutputException> trouble) {
    return open(file, StandardOpenOption.CREATE_NEW, trouble);
  }

  /**
   * Opens the file of a run that goes on, with these lines of what it had.
   *
   * @param lines without their ends
   * @param trouble is told when lines can no longer be written; they are tried again
   * @throws OutputException if it cannot be written
   */
  public static MetricsFile goOn(Path file, List<String> lines, Consumer<OutputException> trouble) {
    try {
      AtomicFile.writeText(
          file, lines.stream().map(line -> line + "\n").collect(Collectors.joining()));
    } catch (IOException e) {
      throw OutputException.cannotWrite(file, e);
    }
    return open(file, StandardOpenOption.WRITE, trouble);
  }

  /** Opens or creates the file. */
  static MetricsFile open(Path file, StandardOpenOption how, Consumer<OutputException> trouble) {
    try {
      return new MetricsFile(file, FileChannel.open(file, how, StandardOpenOption.WRITE), trouble);
    } catch (IOException e) {
      throw OutputException.cannotWrite(file, e);
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
    unwritten.append(line).append("}\n");
    try {
      flush();
      failed = false;
    } catch (IOException e) {
      if (!failed) {
        trouble.accept(OutputException.cannotWrite(file, e));
      }
      failed = true;
    }
  }

  /** Writes what is not written yet, or leaves no part of it. */
  private void flush() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(unwritten.toString().getBytes(StandardCharsets.UTF_8));
    try {
      long at = end;
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
      end = at;
      unwritten.setLength(0);
    } catch (IOException failure) {
      channel.truncate(end);
      throw failure;
    }
  }

  /** Waits until the lines are on the disk, as what is about to count on them is. */
  public void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      trouble.accept(OutputException.cannotWrite(file, e));
    }
  }

  private void append(StringBuilder line, String key, double value) {
    line.append(", \"").append(key).append("\": ").append(json.line(value));
  }

  /**
   * Writes what could not be written before, and closes the file.
   *
   * @throws OutputException if that is still so
   */
  @Override
  public void close() {
    try (channel) {
      flush();
    } catch (IOException e) {
      throw OutputException.cannotWrite(file, e);
    }
  }
}
