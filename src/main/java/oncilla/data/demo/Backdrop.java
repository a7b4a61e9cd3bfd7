package oncilla.data.demo;

import java.awt.Color;
import java.awt.GradientPaint;

/** What is behind the animal: gradients, a meadow, a striped wall, blobs. */
final class Backdrop {
  private Backdrop() {}

  /** Fills the canvas. */
  static void draw(Brush brush, RandomSource random) {
    Color first = Colors.deep(random);
    Color second = Colors.deep(random);
    switch (random.below(4)) {
      case 0 -> gradient(brush, random, first, second);
      case 1 -> meadow(brush, random, first, second);
      case 2 -> wall(brush, random, first, second);
      default -> brush.everything(first);
    }
    int blobs = random.below(5);
    for (int i = 0; i < blobs; i++) {
      double radius = random.between(0.08, 0.4);
      brush.ellipse(
          random.between(-1.1, 1.1),
          random.between(-1.1, 1.1),
          radius,
          radius * random.between(0.6, 1.2),
          random.between(0, 3),
          Colors.mix(first, Colors.any(random), random.between(0.1, 0.35)));
    }
  }

  private static void gradient(Brush brush, RandomSource random, Color first, Color second) {
    float x = (float) random.between(-1, 1);
    brush.everything(new GradientPaint(x, -1, first, -x, 1, second));
  }

  private static void meadow(Brush brush, RandomSource random, Color first, Color second) {
    brush.everything(new GradientPaint(0, -1, Colors.mix(first, Color.WHITE, 0.1), 0, 1, first));
    double horizon = random.between(0.1, 0.7);
    brush.ellipse(
        random.between(-0.6, 0.6),
        horizon + 2,
        random.between(2.2, 4),
        2,
        new GradientPaint(0, (float) horizon, second, 0, 1, Colors.mix(second, Color.BLACK, 0.3)));
  }

  private static void wall(Brush brush, RandomSource random, Color first, Color second) {
    brush.everything(first);
    double width = random.between(0.12, 0.35);
    double angle = random.between(-0.8, 0.8);
    Color stripe = Colors.mix(first, second, 0.6);
    brush.transformed(
        Brush.rotation(angle, 0, 0),
        () -> {
          for (double x = -1.7; x < 1.7; x += 2 * width) {
            brush.polygon(stripe, x, -2, x + width, -2, x + width, 2, x, 2);
          }
        });
  }
}
