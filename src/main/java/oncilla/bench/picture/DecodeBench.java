package oncilla.bench.picture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongSupplier;
import oncilla.base.Reasons;
import oncilla.data.DataException;
import oncilla.data.reader.ImageFile;
import oncilla.data.reader.ImageListing;

/**
 * Measures how fast pictures become rows: read, decoded, made upright, laid over white and averaged
 * to a square, on one core and on all. The files are read once before, so that the disk does not
 * count.
 */
public final class DecodeBench {
  private static final double NANOS = 1e9;

  private final int imageSize;
  private final double seconds;
  private final LongSupplier nanoClock;

  /**
   * Pictures on so many threads.
   *
   * @param threads how many decoded at the same time
   * @param pictures how many were decoded
   * @param bytes of their files
   * @param seconds it took
   */
  public record Rate(int threads, long pictures, long bytes, double seconds) {
    /** Pictures a second. */
    public double picturesPerSecond() {
      return pictures / seconds;
    }
  }

  /** What one thread decoded. */
  private record Share(long pictures, long bytes) {}

  /**
   * Decodes to squares of {@code imageSize} pixels for about {@code seconds}, on one core and on
   * all.
   *
   * @throws IllegalArgumentException if the seconds are not positive and finite
   */
  public DecodeBench(int imageSize, double seconds) {
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new IllegalArgumentException(
          "the seconds of a measurement must be positive and finite, not " + seconds);
    }
    this.imageSize = imageSize;
    this.seconds = seconds;
    nanoClock = System::nanoTime;
  }

  /**
   * Measures on one core, and where there are more on all.
   *
   * @param folder with pictures, in sub-folders too
   * @throws DataException if a file cannot be read
   */
  public List<Rate> measure(Path folder) {
    List<Path> pictures = ImageListing.of(folder).files();
    if (pictures.isEmpty()) {
      throw new DataException(folder + ": no images");
    }
    // Compiles the decoders, and brings the files into memory.
    measure(pictures, 1, seconds / 2);
    List<Rate> rates = new ArrayList<>();
    rates.add(measure(pictures, 1, seconds));
    int cores = Runtime.getRuntime().availableProcessors();
    if (cores > 1) {
      rates.add(measure(pictures, cores, seconds));
    }
    return rates;
  }

  private Rate measure(List<Path> pictures, int threads, double time) {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      long begin = nanoClock.getAsLong();
      List<Future<Share>> shares = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int first = i;
        shares.add(pool.submit(() -> decode(pictures, first, threads, begin, time)));
      }
      long count = 0;
      long bytes = 0;
      for (Future<Share> share : shares) {
        count += share.get().pictures();
        bytes += share.get().bytes();
      }
      return new Rate(threads, count, bytes, (nanoClock.getAsLong() - begin) / NANOS);
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof DataException failure
          ? failure
          : new IllegalStateException(failed.getCause());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", stopped);
    } finally {
      pool.shutdownNow();
    }
  }

  private Share decode(List<Path> pictures, int first, int every, long begin, double time) {
    long count = 0;
    long bytes = 0;
    for (int i = first; count == 0 || nanoClock.getAsLong() - begin < time * NANOS; i += every) {
      Path picture = pictures.get(i % pictures.size());
      ImageFile.read(picture, imageSize);
      bytes += size(picture);
      count++;
    }
    return new Share(count, bytes);
  }

  private static long size(Path picture) {
    try {
      return Files.size(picture);
    } catch (IOException failure) {
      throw new DataException(picture + ": cannot be read (" + Reasons.of(failure) + ")", failure);
    }
  }
}
