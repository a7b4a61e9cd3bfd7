package oncilla.data.demo;

import java.awt.Color;

/** Birds, fishes and things: what no ear can tell from a cat. */
final class Others {
  private Others() {}

  /** A round bird seen from the side. */
  static void bird(Brush brush, RandomSource random) {
    Color coat = Colors.fur(random);
    Color wing = Colors.contrasting(coat, random.between(0.2, 0.5));
    Color beak = Colors.mix(new Color(240, 170, 50), Colors.any(random), 0.2);
    double belly = random.between(0.44, 0.52);
    brush.polygon(wing, -0.3, 0.2, -0.9, 0.0, -0.86, 0.16, -0.94, 0.3, -0.3, 0.5);
    for (double x : new double[] {-0.08, 0.14}) {
      brush.line(beak, 0.045, x, 0.7, x, 0.92);
      brush.line(beak, 0.045, x - 0.06, 0.93, x + 0.1, 0.93);
    }
    brush.ellipse(0, 0.3, belly * 1.1, belly, Brush.shaded(coat, -0.2, 0.8));
    brush.polygon(beak, 0.56, -0.36, 0.88, -0.24, 0.56, -0.14);
    brush.ellipse(0.3, -0.24, 0.34, 0.32, Brush.shaded(coat, -0.6, 0.3));
    if (random.chance(0.5)) {
      brush.ellipse(0.12, 0.42, 0.3, 0.24, Colors.mix(coat, Colors.CREAM, 0.6));
    }
    double flap = random.between(-0.5, 0.3);
    brush.ellipse(-0.16, 0.24, 0.34, 0.2, flap, Brush.shaded(wing, 0, 0.5));
    brush.ellipse(0.38, -0.3, 0.085, 0.085, Color.WHITE);
    brush.ellipse(0.4, -0.3, 0.05, 0.05, Colors.INK);
  }

  /** A fish with fins and scales. */
  static void fish(Brush brush, RandomSource random) {
    Color skin = Colors.fur(random);
    Color fin = Colors.contrasting(skin, random.between(0.2, 0.5));
    double high = random.between(0.32, 0.46);
    double flick = random.between(-0.12, 0.12);
    brush.horn(fin, -0.5, 0.0, -0.98, -0.42 + flick, -0.9, 0.38 + flick, 0.05);
    brush.horn(fin, -0.3, -0.2, -0.1, -high - 0.28, 0.25, -0.22, 0.12);
    brush.horn(fin, -0.2, 0.2, -0.2, high + 0.2, 0.12, 0.25, 0.12);
    brush.ellipse(0.05, 0, 0.66, high, Brush.shaded(skin, -0.4, 0.5));
    int stripes = random.below(4);
    for (int i = 0; i < stripes; i++) {
      double x = -0.3 + 0.2 * i;
      brush.curve(fin, 0.07, x, -high * 0.7, x + 0.14, 0, x, high * 0.7);
    }
    brush.ellipse(0.44, -0.1, 0.1, 0.1, Color.WHITE);
    brush.ellipse(0.46, -0.1, 0.055, 0.055, Colors.INK);
    brush.curve(Colors.mix(skin, Colors.INK, 0.6), 0.035, 0.69, 0.1, 0.56, 0.16, 0.5, 0.1);
  }

  /** A house, a flower, a mushroom, or a few plain shapes. */
  static void thing(Brush brush, RandomSource random) {
    switch (random.below(4)) {
      case 0 -> house(brush, random);
      case 1 -> flower(brush, random);
      case 2 -> mushroom(brush, random);
      default -> shapes(brush, random);
    }
  }

  private static void house(Brush brush, RandomSource random) {
    Color wall = Colors.fur(random);
    Color roof = Colors.contrasting(wall, random.between(0.3, 0.6));
    Color glass = Colors.eye(random);
    brush.polygon(wall, -0.6, -0.1, 0.6, -0.1, 0.6, 0.8, -0.6, 0.8);
    brush.polygon(roof, -0.74, -0.06, 0, random.between(-0.85, -0.6), 0.74, -0.06);
    brush.polygon(roof, -0.12, 0.36, 0.14, 0.36, 0.14, 0.8, -0.12, 0.8);
    for (double x : new double[] {-0.38, 0.38}) {
      brush.polygon(glass, x - 0.13, 0.1, x + 0.13, 0.1, x + 0.13, 0.36, x - 0.13, 0.36);
      brush.line(roof, 0.03, x, 0.1, x, 0.36);
      brush.line(roof, 0.03, x - 0.13, 0.23, x + 0.13, 0.23);
    }
  }

  private static void flower(Brush brush, RandomSource random) {
    Color petal = Colors.fur(random);
    int petals = 5 + random.below(5);
    double reach = random.between(0.4, 0.52);
    brush.curve(new Color(90, 140, 70), 0.08, 0, 0, random.between(-0.3, 0.3), 0.5, 0, 1.3);
    for (int i = 0; i < petals; i++) {
      double angle = 2 * StrictMath.PI * i / petals;
      brush.ellipse(
          reach * StrictMath.cos(angle),
          reach * StrictMath.sin(angle) - 0.1,
          0.28,
          0.2,
          angle,
          Brush.shaded(petal, -0.7, 0.6));
    }
    brush.ellipse(0, -0.1, 0.26, 0.26, Colors.contrasting(petal, 0.6));
  }

  private static void mushroom(Brush brush, RandomSource random) {
    Color cap = Colors.fur(random);
    Color dots = Colors.contrasting(cap, 0.6);
    brush.ellipse(0, 0.5, 0.24, 0.5, Brush.shaded(Colors.CREAM, 0, 1));
    brush.horn(Brush.shaded(cap, -0.7, 0.2), -0.74, 0.16, 0, -0.72, 0.74, 0.16, 0.24);
    brush.ellipse(-0.3, -0.14, 0.12, 0.1, dots);
    brush.ellipse(0.02, -0.4, 0.12, 0.1, dots);
    brush.ellipse(0.34, -0.08, 0.13, 0.1, dots);
    brush.ellipse(0.0, 0.02, 0.09, 0.07, dots);
  }

  private static void shapes(Brush brush, RandomSource random) {
    int count = 2 + random.below(3);
    for (int i = 0; i < count; i++) {
      Color color = Colors.fur(random);
      double x = random.between(-0.55, 0.55);
      double y = random.between(-0.55, 0.55);
      double r = random.between(0.25, 0.5);
      switch (random.below(3)) {
        case 0 -> brush.ellipse(x, y, r, r, Brush.shaded(color, y - r, y + r));
        case 1 -> brush.polygon(color, x - r, y - r, x + r, y - r, x + r, y + r, x - r, y + r);
        default -> star(brush, color, x, y, r);
      }
    }
  }

  private static void star(Brush brush, Color color, double x, double y, double r) {
    double[] corners = new double[20];
    for (int i = 0; i < 10; i++) {
      double reach = i % 2 == 0 ? r : 0.45 * r;
      corners[2 * i] = x + reach * StrictMath.sin(StrictMath.PI * i / 5);
      corners[2 * i + 1] = y - reach * StrictMath.cos(StrictMath.PI * i / 5);
    }
    brush.polygon(color, corners);
  }
}
