package oncilla.data;

/**
 * How data is read.
 *
 * @param positive name of the sub-folder whose images have label 1
 * @param imageSize height and width that images are scaled to
 * @param skipUnreadable whether an unreadable image is left out with a warning instead of an error
 */
public record DataOptions(String positive, int imageSize, boolean skipUnreadable) {
  /** {@code cat}, 64, and every unreadable image is an error. */
  public static DataOptions defaults() {
    return new DataOptions("cat", 64, false);
  }
}
