package oncilla.data.demo;

import java.awt.Color;

/** Colours that all animals, shapes and backgrounds share, so that colour tells nothing. */
final class Colors {
  static final Color INK = new Color(38, 30, 34);
  static final Color PINK = new Color(240, 150, 160);
  static final Color CREAM = new Color(250, 240, 222);

  private static final Color[] FUR = {
    new Color(232, 150, 66), // ginger
    new Color(164, 164, 174), // grey
    new Color(118, 116, 130), // slate
    new Color(242, 236, 228), // white
    new Color(176, 124, 84), // brown
    new Color(236, 206, 156), // sand
    new Color(136, 158, 194), // blue
    new Color(206, 136, 124), // russet
  };

  private static final Color[] EYES = {
    new Color(150, 200, 70),
    new Color(245, 200, 60),
    new Color(110, 180, 220),
    new Color(120, 80, 45),
    new Color(225, 150, 50),
  };

  private Colors() {}

  /** (1 − t)·a + t·b. */
  static Color mix(Color a, Color b, double t) {
    return new Color(
        (int) (a.getRed() + t * (b.getRed() - a.getRed())),
        (int) (a.getGreen() + t * (b.getGreen() - a.getGreen())),
        (int) (a.getBlue() + t * (b.getBlue() - a.getBlue())));
  }

  /** A coat, a little different each time. */
  static Color fur(RandomSource random) {
    Color base = FUR[random.below(FUR.length)];
    return mix(base, any(random), 0.15);
  }

  /** The colour of an iris. */
  static Color eye(RandomSource random) {
    return mix(EYES[random.below(EYES.length)], any(random), 0.1);
  }

  /** Any colour that is not too dark. */
  static Color any(RandomSource random) {
    return new Color(50 + random.below(200), 50 + random.below(200), 50 + random.below(200));
  }

  /** A deep colour for a background: animals stand out as they would at dusk. */
  static Color deep(RandomSource random) {
    return mix(any(random), new Color(18, 22, 34), random.between(0.52, 0.76));
  }

  /** Brightness from 0 to 1. */
  static double luminance(Color color) {
    return (0.299 * color.getRed() + 0.587 * color.getGreen() + 0.114 * color.getBlue()) / 255;
  }

  /** The colour itself, moved away from its own brightness: marks that can be seen on it. */
  static Color contrasting(Color color, double strength) {
    return luminance(color) > 0.42 ? mix(color, INK, strength) : mix(color, CREAM, strength);
  }
}
