package oncilla.data.mutation;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import oncilla.data.DataException;
import oncilla.io.FormatException;

/** Reads mutated files and says what is wrong with how the reader takes one. */
final class MutationRun implements AutoCloseable {
  /** A reader that takes longer is wrong, unless it takes less when it reads the file once more. */
  private static final long MOST_MILLIS = 2_000;

  /** After that it is not waited for. */
  private static final long HANGING_MILLIS = 30_000;

  private static final long MOST_BYTES = 1L << 30;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Path folder;
  private final ReadingThread thread = new ReadingThread();

  /**
   * How a file was taken.
   *
   * @param refused the reader's own exception, if it threw one
   * @param defect what is wrong with that, if something is
   */
  record Outcome(boolean refused, Optional<String> defect) {}

  private record Reading(Optional<Throwable> thrown, long millis, long bytes) {}

  /** Writes the files to read to {@code folder}. */
  MutationRun(Path folder) {
    this.folder = folder;
  }

  /** Has a kind's reader read these bytes. */
  Outcome read(FileKind kind, byte[] bytes) throws IOException, InterruptedException {
    Path file = folder.resolve("mutated." + kind.name());
    Files.write(file, bytes);
    Reading reading;
    try {
      reading = once(kind, file);
      if (reading.millis() > MOST_MILLIS) {
        // A busy machine or a collection of garbage is not the reader's.
        reading = once(kind, file);
      }
    } catch (TimeoutException e) {
      String where = Arrays.stream(thread.stack()).limit(12).map(Object::toString).toList() + "";
      return new Outcome(false, Optional.of("not done after 30 s, at " + where));
    }
    return new Outcome(reading.thrown().isPresent(), defect(reading, file));
  }

  private Reading once(FileKind kind, Path file) throws InterruptedException, TimeoutException {
    CompletableFuture<Reading> result = new CompletableFuture<>();
    thread.submit(() -> result.complete(measured(kind, file)));
    try {
      return result.get(HANGING_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  private static Reading measured(FileKind kind, Path file) {
    long id = Thread.currentThread().getId();
    long bytes = THREADS.getThreadAllocatedBytes(id);
    long start = System.nanoTime();
    Optional<Throwable> thrown = Optional.empty();
    try {
      kind.reader().accept(file);
    } catch (RuntimeException | Error e) {
      thrown = Optional.of(e);
    }
    long millis = (System.nanoTime() - start) / 1_000_000;
    return new Reading(thrown, millis, THREADS.getThreadAllocatedBytes(id) - bytes);
  }

  private static Optional<String> defect(Reading reading, Path file) {
    if (reading.thrown().isPresent()) {
      Throwable thrown = reading.thrown().get();
      if (!(thrown instanceof DataException || thrown instanceof FormatException)) {
        return Optional.of("threw " + described(thrown));
      }
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        if (cause instanceof OutOfMemoryError) {
          return Optional.of("ran out of memory: " + described(thrown));
        }
      }
      String message = thrown.getMessage();
      if (!message.startsWith(file.toString())) {
        return Optional.of("does not name the file: " + message);
      }
      if (message.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
        return Optional.of("a message of more than one line: " + message);
      }
    }
    return reading.millis() > MOST_MILLIS || reading.bytes() > MOST_BYTES
        ? Optional.of(
            "took " + reading.millis() + " ms and allocated " + reading.bytes() + " bytes")
        : Optional.empty();
  }

  private static String described(Throwable thrown) {
    StringBuilder text = new StringBuilder(thrown.toString());
    Arrays.stream(thrown.getStackTrace())
        .limit(8)
        .forEach(at -> text.append("\n    at ").append(at));
    return text.toString();
  }

  @Override
  public void close() {
    thread.close();
  }
}
