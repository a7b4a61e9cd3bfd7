package oncilla.backend.host;

import oncilla.backend.Augmentation;
import oncilla.random.Philox;

/** {@link Augmentation} of one image after the other, in double; each thread has one of its own. */
public final class AugmentedImage {
  private static final double WORD = 0x1p-32;
  private static final double RED = 0.299;
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  private final Augmentation augmentation;
  private final int height;
  private final int width;
  private final int channels;
  private final int[] words = new int[Philox.WORDS];
  private final double[] pixel;
  private boolean flip;
  private int dx;
  private int dy;
  private double cosine;
  private double sine;
  private double brightness;
  private double contrast;
  private double saturation;

  /** The numbers of an image, divided. */
  @FunctionalInterface
  public interface Source {
    /** Number {@code index} of the image, pixel by pixel, channel by channel. */
    double at(int index);
  }

  /** Takes the changed image. */
  @FunctionalInterface
  public interface Target {
    /** Takes number {@code index}. */
    void set(int index, double value);
  }

  /** Changes images in this way. */
  public AugmentedImage(Augmentation augmentation) {
    this.augmentation = augmentation;
    height = augmentation.height();
    width = augmentation.width();
    channels = augmentation.channels();
    pixel = new double[channels];
  }

  /** Changes an image as it is to be in an epoch. */
  public void write(long example, long epoch, Source source, Target target) {
    draw(example, epoch);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int at = (y * width + x) * channels;
        int mirrored = flip ? width - 1 - x : x;
        if (augmentation.strength() == Augmentation.Strength.LIGHT) {
          int from = (within(y + dy, height) * width + within(mirrored + dx, width)) * channels;
          for (int c = 0; c < channels; c++) {
            target.set(at + c, source.at(from + c));
          }
        } else {
          interpolate(mirrored, y, source);
          colour();
          for (int c = 0; c < channels; c++) {
            target.set(at + c, pixel[c]);
          }
        }
      }
    }
  }

  private void draw(long example, long epoch) {
    block(example, epoch, 0);
    flip = words[0] < 0;
    dx = shift(words[1], augmentation.shiftX());
    dy = shift(words[2], augmentation.shiftY());
    if (augmentation.strength() == Augmentation.Strength.LIGHT) {
      return;
    }
    double zoom = 0.9 + 0.2 * uniform(words[3]);
    block(example, epoch, 1);
    double t = Augmentation.TURN * (2 * uniform(words[0]) - 1);
    cosine = (1 - t * t) / (1 + t * t) / zoom;
    sine = 2 * t / (1 + t * t) / zoom;
    brightness = 0.1 * (2 * uniform(words[1]) - 1);
    contrast = 0.8 + 0.4 * uniform(words[2]);
    saturation = 0.8 + 0.4 * uniform(words[3]);
  }

  private void block(long example, long epoch, int draw) {
    Philox.block(
        (int) augmentation.seed(),
        Philox.AUGMENTATION,
        (int) example,
        (int) (example >>> 32),
        (int) epoch,
        draw | (int) (epoch >>> 32) << 16,
        words);
  }

  private static double uniform(int word) {
    return (word & 0xFFFFFFFFL) * WORD;
  }

  /** ⌊word·(2·most + 1) / 2³²⌋ − most. */
  private static int shift(int word, int most) {
    return (int) ((word & 0xFFFFFFFFL) * (2L * most + 1) >>> 32) - most;
  }

  private static int within(int at, int size) {
    return Math.max(0, Math.min(at, size - 1));
  }

  private void interpolate(int mirrored, int y, Source source) {
    double fromMiddleX = mirrored - (width - 1) / 2.0;
    double fromMiddleY = y - (height - 1) / 2.0;
    double sx = (width - 1) / 2.0 + dx + (cosine * fromMiddleX - sine * fromMiddleY);
    double sy = (height - 1) / 2.0 + dy + (sine * fromMiddleX + cosine * fromMiddleY);
    sx = Math.max(0, Math.min(sx, width - 1));
    sy = Math.max(0, Math.min(sy, height - 1));
    int left = (int) sx;
    int top = (int) sy;
    int right = Math.min(left + 1, width - 1);
    int bottom = Math.min(top + 1, height - 1);
    double wx = sx - left;
    double wy = sy - top;
    for (int c = 0; c < channels; c++) {
      double upper =
          (1 - wx) * source.at((top * width + left) * channels + c)
              + wx * source.at((top * width + right) * channels + c);
      double lower =
          (1 - wx) * source.at((bottom * width + left) * channels + c)
              + wx * source.at((bottom * width + right) * channels + c);
      pixel[c] = (1 - wy) * upper + wy * lower;
    }
  }

  private void colour() {
    if (channels == 3) {
      double grey = RED * pixel[0] + GREEN * pixel[1] + BLUE * pixel[2];
      for (int c = 0; c < channels; c++) {
        pixel[c] = grey + saturation * (pixel[c] - grey);
      }
    }
    for (int c = 0; c < channels; c++) {
      pixel[c] = Math.max(0, Math.min(0.5 + contrast * (pixel[c] - 0.5) + brightness, 1));
    }
  }
}
