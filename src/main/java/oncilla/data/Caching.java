package oncilla.data;

import java.nio.file.Path;
import java.util.Optional;
import oncilla.base.CacheFolder;

/**
 * Whether pictures that were decoded are kept in a file, so that nobody has to decode them again or
 * to hold them in memory.
 *
 * @param folder where such files lie; empty if none are kept
 * @param fromBytes how many bytes of rows are worth a file
 */
public record Caching(Optional<Path> folder, long fromBytes) {
  /** Rows of fewer bytes are decoded again soon, and are no load for the heap. */
  public static final long USUAL_BYTES = 64L << 20;

  /** Nothing is kept. */
  public static Caching none() {
    return new Caching(Optional.empty(), Long.MAX_VALUE);
  }

  /** In the folder {@code pixels} of {@link CacheFolder}, from {@link #USUAL_BYTES} on. */
  public static Caching ofUser() {
    return new Caching(CacheFolder.ofUser().map(user -> user.resolve("pixels")), USUAL_BYTES);
  }

  /** In the same folder, however few bytes there are. */
  public Caching always() {
    return new Caching(folder, 0);
  }
}
