package oncilla.data.cache;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import oncilla.data.DataException;

/**
 * Decodes pictures on all cores and gives their rows in their order, a few of them ahead: so that
 * rows of a set of any size can be written one after the other.
 */
final class DecodingThreads implements PixelFile.Rows, AutoCloseable {
  /** Pictures under way for each thread: one may take much longer than the next. */
  private static final int AHEAD = 4;

  private final List<Path> files;
  private final PictureDecoder decoder;
  private final SortedMap<Integer, DataException> failures;
  private final ExecutorService threads;
  private final int most;
  private final Deque<Future<byte[]>> ahead = new ArrayDeque<>();
  private int begun;
  private int given;

  /**
   * Starts.
   *
   * @param failures what is wrong with those that cannot be read is added here
   */
  DecodingThreads(
      List<Path> files, PictureDecoder decoder, SortedMap<Integer, DataException> failures) {
    this.files = files;
    this.decoder = decoder;
    this.failures = failures;
    int cores = Runtime.getRuntime().availableProcessors();
    most = AHEAD * cores;
    threads =
        Executors.newFixedThreadPool(
            cores,
            task -> {
              Thread thread = new Thread(task, "oncilla-decoding");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Override
  public Optional<byte[]> next() {
    while (ahead.size() < most && begun < files.size()) {
      Path file = files.get(begun++);
      ahead.add(threads.submit(() -> decoder.decode(file)));
    }
    int picture = given++;
    try {
      return Optional.of(ahead.remove().get());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new DataException(files.get(picture) + ": decoding was interrupted", stopped);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof DataException failure) {
        return failed(picture, failure);
      }
      throw new IllegalStateException(files.get(picture) + ": " + failed, failed.getCause());
    }
  }

  private Optional<byte[]> failed(int picture, DataException failure) {
    failures.put(picture, failure);
    return Optional.empty();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
