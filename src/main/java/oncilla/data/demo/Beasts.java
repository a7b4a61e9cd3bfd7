package oncilla.data.demo;

import java.awt.Color;

/**
 * Furry animals that are no cats: they share coat, eyes and pose with {@link Cat}, not the ears.
 */
final class Beasts {
  private Beasts() {}

  /** Ears that hang, a long muzzle, a big nose, at times a tongue. */
  static void dog(Brush brush, RandomSource random) {
    Head head = new Head(brush, random);
    double wide = random.between(0.5, 0.58);
    head.shoulders();
    head.skull(wide, random.between(0.55, 0.62));
    if (random.chance(0.4)) {
      brush.ellipse(0.24, 0.0, 0.2, 0.24, 0.2, head.marks);
    }
    Color ears = random.chance(0.6) ? head.marks : Colors.mix(head.fur, Colors.INK, 0.3);
    double hang = random.between(0.1, 0.35);
    for (int side = -1; side <= 1; side += 2) {
      brush.ellipse(
          side * wide * 1.02, 0.08, 0.19, 0.44, -side * hang, Brush.shaded(ears, -0.4, 0.6));
    }
    head.eyes(random.between(-0.08, 0.0), 0.23, random.between(0.09, 0.12), false);
    if (random.chance(0.5)) {
      brush.ellipse(0, 0.6, 0.09, 0.16, Colors.mix(Colors.PINK, Color.RED, 0.25));
    }
    brush.ellipse(0, 0.4, 0.28, 0.22, head.light);
    brush.ellipse(0, 0.27, 0.14, 0.09, Colors.INK);
    mouth(brush, head, 0.32, 0.5);
  }

  /** Small round ears; a panda has patches too. */
  static void bear(Brush brush, RandomSource random) {
    Head head = new Head(brush, random);
    boolean panda = random.chance(0.35);
    double ear = random.between(0.17, 0.23);
    double wide = random.between(0.58, 0.66);
    head.shoulders();
    for (int side = -1; side <= 1; side += 2) {
      brush.ellipse(side * wide * 0.76, -0.36, ear, ear, panda ? head.marks : head.fur);
      brush.ellipse(side * wide * 0.76, -0.34, ear * 0.55, ear * 0.55, head.inner);
    }
    head.skull(wide, random.between(0.52, 0.58));
    if (panda) {
      brush.ellipse(-0.26, 0.03, 0.16, 0.2, 0.5, head.marks);
      brush.ellipse(0.26, 0.03, 0.16, 0.2, -0.5, head.marks);
    }
    head.eyes(0.02, 0.25, random.between(0.08, 0.11), false);
    brush.ellipse(0, 0.4, 0.24, 0.18, head.light);
    brush.ellipse(0, 0.31, 0.1, 0.07, Colors.INK);
    mouth(brush, head, 0.36, 0.46);
  }

  /** Very large round ears, a pointed face, whiskers. */
  static void mouse(Brush brush, RandomSource random) {
    Head head = new Head(brush, random);
    double ear = random.between(0.32, 0.4);
    double spread = random.between(0.46, 0.54);
    head.shoulders();
    for (int side = -1; side <= 1; side += 2) {
      brush.ellipse(side * spread, -0.36, ear, ear, Brush.shaded(head.fur, -0.8, 0.1));
      brush.ellipse(side * spread, -0.34, ear * 0.68, ear * 0.68, head.inner);
    }
    head.skull(random.between(0.44, 0.5), random.between(0.5, 0.56));
    head.eyes(0.06, 0.2, random.between(0.09, 0.12), false);
    if (random.chance(0.6)) {
      Color whisker = Colors.contrasting(head.fur, 0.8);
      for (int i = -1; i <= 1; i += 2) {
        brush.line(whisker, 0.022, 0.14, 0.44, 0.62, 0.42 + 0.1 * i);
        brush.line(whisker, 0.022, -0.14, 0.44, -0.62, 0.42 + 0.1 * i);
      }
    }
    brush.ellipse(0, 0.44, 0.2, 0.16, head.light);
    brush.ellipse(0, 0.4, 0.075, 0.06, Colors.mix(Colors.PINK, Colors.INK, 0.1));
    mouth(brush, head, 0.45, 0.52);
  }

  /** Ears that stand up long and narrow, at times one of them folded. */
  static void rabbit(Brush brush, RandomSource random) {
    Head head = new Head(brush, random);
    double lean = random.between(0.05, 0.4);
    double length = random.between(0.42, 0.52);
    head.shoulders();
    for (int side = -1; side <= 1; side += 2) {
      double angle = side * lean;
      brush.ellipse(
          side * (0.2 + 0.4 * lean), -0.44, 0.15, length, angle, Brush.shaded(head.fur, -0.9, 0.1));
      brush.ellipse(side * (0.2 + 0.4 * lean), -0.42, 0.08, length * 0.78, angle, head.inner);
    }
    head.skull(random.between(0.48, 0.56), random.between(0.44, 0.5));
    head.eyes(0.05, 0.25, random.between(0.1, 0.13), false);
    brush.ellipse(-0.09, 0.34, 0.13, 0.1, head.light);
    brush.ellipse(0.09, 0.34, 0.13, 0.1, head.light);
    brush.polygon(Color.WHITE, -0.065, 0.4, 0.065, 0.4, 0.055, 0.52, -0.055, 0.52);
    brush.line(Colors.mix(Color.WHITE, Colors.INK, 0.5), 0.02, 0, 0.41, 0, 0.51);
    brush.ellipse(0, 0.28, 0.06, 0.045, Colors.mix(Colors.PINK, Colors.INK, 0.15));
  }

  private static void mouth(Brush brush, Head head, double from, double to) {
    Color color = Colors.mix(head.light, Colors.INK, 0.75);
    brush.curve(color, 0.035, 0, from, 0, to, -0.13, to - 0.02);
    brush.curve(color, 0.035, 0, from, 0, to, 0.13, to - 0.02);
  }
}
