package oncilla.data;

/** Small images whose channels differ. */
public final class ChannelSamples {
  private ChannelSamples() {}

  /** Five images of 2 × 3 pixels, the third channel of which is 77 everywhere. */
  public static Pixels pixels() {
    byte[] values = new byte[5 * 18];
    for (int i = 0; i < values.length; i++) {
      values[i] = (byte) (i % 3 == 2 ? 77 : i * 37 + 11 * (i / 18) * (i / 18));
    }
    return new Pixels(values, 5, new ImageGeometry(2, 3, 3));
  }
}
