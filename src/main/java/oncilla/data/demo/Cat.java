package oncilla.data.demo;

import java.awt.Color;

/** The face of a cat: pointed ears, slit pupils, whiskers, a small nose, a striped forehead. */
final class Cat {
  private Cat() {}

  static void draw(Brush brush, RandomSource random) {
    Head head = new Head(brush, random);
    double wide = random.between(0.58, 0.68);
    double high = random.between(0.48, 0.56);
    head.shoulders();
    ears(brush, random, head, wide);
    cheeks(brush, head, wide);
    head.skull(wide, high);
    if (random.chance(0.75)) {
      stripes(brush, head, wide);
    }
    head.eyes(random.between(0.0, 0.06), wide * 0.44, random.between(0.12, 0.15), true);
    muzzle(brush, head);
    whiskers(brush, random, head);
  }

  private static void ears(Brush brush, RandomSource random, Head head, double wide) {
    double tip = random.between(-0.86, -0.7);
    double out = random.between(0.86, 1.0) * wide;
    for (int side = -1; side <= 1; side += 2) {
      double outer = side * wide * 0.97;
      double inner = side * wide * 0.12;
      brush.horn(
          Brush.shaded(head.fur, -0.8, 0.3), outer, 0.0, side * out, tip, inner, -0.33, 0.08);
      brush.horn(
          head.inner,
          side * wide * 0.84,
          -0.14,
          side * out * 0.96,
          tip + 0.16,
          side * wide * 0.36,
          -0.3,
          0.06);
    }
  }

  private static void cheeks(Brush brush, Head head, double wide) {
    for (int side = -1; side <= 1; side += 2) {
      for (double y = 0.2; y < 0.45; y += 0.1) {
        brush.polygon(
            head.fur,
            side * wide * 0.8,
            y - 0.1,
            side * (wide * 1.12 - 0.35 * (y - 0.2)),
            y + 0.07,
            side * wide * 0.7,
            y + 0.14);
      }
    }
  }

  private static void stripes(Brush brush, Head head, double wide) {
    brush.line(head.marks, 0.07, 0, -0.36, 0, -0.16);
    for (int side = -1; side <= 1; side += 2) {
      brush.curve(head.marks, 0.06, side * 0.15, -0.34, side * 0.15, -0.24, side * 0.11, -0.17);
      brush.curve(
          head.marks,
          0.05,
          side * wide * 0.95,
          0.13,
          side * wide * 0.8,
          0.14,
          side * wide * 0.72,
          0.19);
      brush.curve(
          head.marks,
          0.05,
          side * wide * 0.93,
          0.27,
          side * wide * 0.8,
          0.27,
          side * wide * 0.7,
          0.3);
    }
  }

  private static void muzzle(Brush brush, Head head) {
    brush.ellipse(-0.1, 0.36, 0.15, 0.12, head.light);
    brush.ellipse(0.1, 0.36, 0.15, 0.12, head.light);
    brush.ellipse(0, 0.46, 0.1, 0.08, head.light);
    Color mouth = Colors.mix(head.light, Colors.INK, 0.75);
    brush.curve(mouth, 0.035, 0, 0.34, -0.02, 0.44, -0.14, 0.42);
    brush.curve(mouth, 0.035, 0, 0.34, 0.02, 0.44, 0.14, 0.42);
    brush.horn(Colors.mix(Colors.PINK, Colors.INK, 0.15), -0.075, 0.25, 0, 0.34, 0.075, 0.25, 0.12);
  }

  private static void whiskers(Brush brush, RandomSource random, Head head) {
    Color color = Colors.contrasting(head.fur, 0.8);
    double reach = random.between(0.78, 0.95);
    double lift = random.between(-0.06, 0.06);
    for (int side = -1; side <= 1; side += 2) {
      for (int i = -1; i <= 1; i++) {
        brush.curve(
            color,
            0.022,
            side * 0.2,
            0.36 + 0.04 * i,
            side * reach * 0.6,
            0.33 + 0.08 * i,
            side * reach,
            0.38 + lift + 0.14 * i);
      }
    }
  }
}
