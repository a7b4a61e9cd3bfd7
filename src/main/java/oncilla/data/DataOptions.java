package oncilla.data;

import java.util.List;

/**
 * How data is read.
 *
 * @param positive name of the class with label 1
 * @param imageSize height and width that images are scaled to
 * @param skipUnreadable whether an unreadable image is left out with a warning instead of an error
 * @param positiveAsked whether {@code positive} was asked for; a default yields to what a file says
 * @param tables how tables and files of arrays are read
 * @param caching whether pictures of folders that were decoded are kept in a file
 */
public record DataOptions(
    String positive,
    int imageSize,
    boolean skipUnreadable,
    boolean positiveAsked,
    TableOptions tables,
    Caching caching) {
  /** The largest {@code imageSize}. */
  public static final int MAX_IMAGE_SIZE = 16_384;

  /** Checks that the images have a size. */
  public DataOptions {
    if (imageSize < 1 || imageSize > MAX_IMAGE_SIZE) {
      throw new IllegalArgumentException(
          "image size " + imageSize + ", expected 1 to " + MAX_IMAGE_SIZE);
    }
  }

  /** Nothing that was decoded is kept. */
  public DataOptions(
      String positive,
      int imageSize,
      boolean skipUnreadable,
      boolean positiveAsked,
      TableOptions tables) {
    this(positive, imageSize, skipUnreadable, positiveAsked, tables, Caching.none());
  }

  /** Tables as they are by default, and a positive class that nobody asked for. */
  public DataOptions(String positive, int imageSize, boolean skipUnreadable) {
    this(positive, imageSize, skipUnreadable, false, TableOptions.defaults());
  }

  /** {@code cat}, 64, and every unreadable image is an error. */
  public static DataOptions defaults() {
    return new DataOptions("cat", 64, false);
  }

  /** These options with other ones for tables. */
  public DataOptions withTables(TableOptions other) {
    return new DataOptions(positive, imageSize, skipUnreadable, positiveAsked, other, caching);
  }

  /** These options with other ones for what is kept. */
  public DataOptions withCaching(Caching other) {
    return new DataOptions(positive, imageSize, skipUnreadable, positiveAsked, tables, other);
  }

  /** Names of label 0 and label 1 where a file does not say them. */
  public List<String> classNames() {
    return List.of("non-" + positive, positive);
  }
}
