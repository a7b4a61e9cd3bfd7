package oncilla.data;

/**
 * Height, width and channels of images whose bytes lie row by row, pixel by pixel, channel by
 * channel.
 */
public record ImageGeometry(int height, int width, int channels) {
  /** As {@code 64 x 64 x 3}. */
  @Override
  public String toString() {
    return height + " x " + width + " x " + channels;
  }

  /** Bytes of one image. */
  public int size() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }
}
