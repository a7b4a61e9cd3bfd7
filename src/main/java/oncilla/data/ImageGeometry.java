package oncilla.data;

/**
 * Height, width and channels of images whose bytes lie row by row, pixel by pixel, channel by
 * channel.
 */
public record ImageGeometry(int height, int width, int channels) {
  /** Bytes of one image. */
  public int size() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }
}
