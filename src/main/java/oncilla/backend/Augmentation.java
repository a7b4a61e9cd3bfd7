package oncilla.backend;

import oncilla.random.Seeds;

/**
 * Images changed at random while a batch is gathered, differently in each epoch, so that a network
 * cannot learn a set by heart. What an example gets depends on seed, example and epoch alone.
 *
 * <p>Words are drawn with Philox4x32-10. Key = (seed, {@link oncilla.random.Philox#AUGMENTATION});
 * counter = (row of the source, 0, epoch low, draw | epoch high &lt;&lt; 16). With words w of draw
 * 0, v of draw 1, u(w) = w / 2³² and r = ⌊side / 10⌋, of width and of height:
 *
 * <pre>
 *   flip where w0 ≥ 2³¹:  x' = width − 1 − x, else x
 *   dx = ⌊w1·(2r+1) / 2³²⌋ − r        dy = ⌊w2·(2r+1) / 2³²⌋ − r
 *   light:  out(y, x) = in(y + dy, x' + dx)
 * </pre>
 *
 * <p>Integers only, so every backend takes the same pixels. Photo turns and zooms as well about the
 * middle (cx, cy) of the image, between pixels, and changes colours; numbers are those of the
 * divided pixels, 0 … 1:
 *
 * <pre>
 *   zoom = 0.9 + 0.2·u(w3)      t = {@value #TURN}·(2·u(v0) − 1), the tangent of half the angle
 *   cos = (1 − t²) / (1 + t²)   sin = 2t / (1 + t²)   X = x' − cx   Y = y − cy
 *   p = in(cy + dy + (sin·X + cos·Y) / zoom, cx + dx + (cos·X − sin·Y) / zoom), bilinear
 *   p = grey + (0.8 + 0.4·u(v3))·(p − grey), grey = 0.299 R + 0.587 G + 0.114 B, for three channels
 *   out = 0.5 + (0.8 + 0.4·u(v2))·(p − 0.5) + 0.1·(2·u(v1) − 1), within 0 … 1
 * </pre>
 *
 * <p>Outside of the image is the pixel of its edge that is nearest. In fp32 a photo differs between
 * backends by what rounds its places: at most (20·(width + height) + 60) · 2⁻²⁴.
 *
 * @param strength what is changed
 * @param seed 0 … 2³²−1
 * @param height of the images
 * @param width of the images
 * @param channels numbers of a pixel
 */
public record Augmentation(Strength strength, long seed, int height, int width, int channels) {
  /** The tangent of half of the largest angle, of 10 degrees. */
  public static final double TURN = 0.0874886635;

  /** A shift is at most this part of the side. */
  private static final int SHIFT_PART = 10;

  /** What is changed; {@code toString} is its name. */
  public enum Strength {
    /** Horizontal flips and shifts. */
    LIGHT,
    /** Also zoom, small rotations, brightness, contrast and saturation. */
    PHOTO;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** Checks the ranges. */
  public Augmentation {
    Seeds.require(seed);
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "gather: images of %d x %d x %d are empty".formatted(height, width, channels));
    }
  }

  /** The most pixels that an image is shifted to the left or right. */
  public int shiftX() {
    return width / SHIFT_PART;
  }

  /** The most pixels that an image is shifted up or down. */
  public int shiftY() {
    return height / SHIFT_PART;
  }

  /** Numbers of an image. */
  public long columns() {
    return (long) height * width * channels;
  }
}
