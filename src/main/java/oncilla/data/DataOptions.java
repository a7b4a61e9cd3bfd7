package oncilla.data;

import java.util.List;

/**
 * How data is read.
 *
 * @param positive name of the sub-folder whose images have label 1
 * @param imageSize height and width that images are scaled to
 * @param skipUnreadable whether an unreadable image is left out with a warning instead of an error
 */
public record DataOptions(String positive, int imageSize, boolean skipUnreadable) {
  /** The largest {@code imageSize}. */
  public static final int MAX_IMAGE_SIZE = 16_384;

  /** Checks that the images have a size. */
  public DataOptions {
    if (imageSize < 1 || imageSize > MAX_IMAGE_SIZE) {
      throw new IllegalArgumentException(
          "image size " + imageSize + ", expected 1 to " + MAX_IMAGE_SIZE);
    }
  }

  /** {@code cat}, 64, and every unreadable image is an error. */
  public static DataOptions defaults() {
    return new DataOptions("cat", 64, false);
  }

  /** Names of label 0 and label 1 where a file does not say them. */
  public List<String> classNames() {
    return List.of("non-" + positive, positive);
  }
}
