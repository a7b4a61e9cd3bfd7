package oncilla.data.demo;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/**
 * One picture: a background, an animal or thing in some pose, light and noise. No text is drawn,
 * because fonts differ between machines.
 */
final class Painting {
  private Painting() {}

  /**
   * The picture that {@code random} gives.
   *
   * @param size height and width in pixels
   * @return {@code size × size × 3} bytes, RGB
   */
  static byte[] draw(boolean cat, int size, RandomSource random) {
    BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    try {
      graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.scale(size / 2.0, size / 2.0);
      graphics.translate(1, 1);
      Brush brush = new Brush(graphics);
      Backdrop.draw(brush, random);
      brush.transformed(pose(random), () -> subject(brush, cat, random));
    } finally {
      graphics.dispose();
    }
    return develop(image, random);
  }

  /** Turned, scaled, moved, and mirrored in half of the pictures. */
  private static AffineTransform pose(RandomSource random) {
    double scale = random.between(0.82, 1.03);
    AffineTransform turn = Brush.rotation(random.between(-0.2, 0.2), 0, 0);
    AffineTransform pose = new AffineTransform();
    pose.translate(random.between(-0.09, 0.09), random.between(-0.08, 0.08));
    pose.concatenate(turn);
    pose.scale(random.chance(0.5) ? scale : -scale, scale);
    return pose;
  }

  private static void subject(Brush brush, boolean cat, RandomSource random) {
    if (cat) {
      Cat.draw(brush, random);
      return;
    }
    int which = random.below(16);
    if (which < 3) {
      Beasts.dog(brush, random);
    } else if (which < 6) {
      Beasts.bear(brush, random);
    } else if (which < 9) {
      Beasts.mouse(brush, random);
    } else if (which < 12) {
      Beasts.rabbit(brush, random);
    } else if (which < 13) {
      Others.bird(brush, random);
    } else if (which < 14) {
      Others.fish(brush, random);
    } else {
      Others.thing(brush, random);
    }
  }

  /** Exposure and grain. */
  private static byte[] develop(BufferedImage image, RandomSource random) {
    int size = image.getWidth();
    double gain = random.between(0.85, 1.1);
    double grain = random.between(1, 7);
    int[] row = new int[size];
    byte[] bytes = new byte[Math.multiplyExact(3, Math.multiplyExact(size, size))];
    int at = 0;
    for (int y = 0; y < size; y++) {
      image.getRGB(0, y, size, 1, row, 0, size);
      for (int rgb : row) {
        double luminanceGrain = grain * random.roughlyNormal();
        for (int shift = 16; shift >= 0; shift -= 8) {
          double value = gain * (rgb >> shift & 0xff) + luminanceGrain;
          bytes[at++] = (byte) Math.max(0, Math.min(255, (int) (value + 0.5)));
        }
      }
    }
    return bytes;
  }
}
