package oncilla.data.demo;

import java.awt.Color;
import java.awt.Paint;

/**
 * Parts that furry animals have in common; what makes the species is in {@link Cat} and {@link
 * Beasts}.
 */
final class Head {
  private final Brush brush;
  private final RandomSource random;

  /** The coat. */
  final Color fur;

  /** Muzzle, chest and patches. */
  final Color light;

  /** Stripes and spots. */
  final Color marks;

  /** The inside of an ear, and tongues. */
  final Color inner;

  Head(Brush brush, RandomSource random) {
    this.brush = brush;
    this.random = random;
    fur = Colors.fur(random);
    light = Colors.mix(fur, Colors.CREAM, random.between(0.45, 0.8));
    marks = Colors.contrasting(fur, random.between(0.45, 0.7));
    inner = Colors.mix(fur, Colors.PINK, random.between(0.5, 0.8));
  }

  /** Shoulders and chest below the head, in most pictures. */
  void shoulders() {
    if (random.chance(0.7)) {
      double wide = random.between(0.42, 0.6);
      brush.ellipse(0, 0.98, wide, 0.62, Brush.shaded(fur, 0.4, 1.2));
      if (random.chance(0.6)) {
        brush.ellipse(0, 1.0, wide * 0.5, 0.5, light);
      }
    }
  }

  /** The head itself: half axes {@code rx}, {@code ry} about (0, 0.1). */
  void skull(double rx, double ry) {
    Paint paint = Brush.shaded(fur, -0.5, 0.7);
    brush.ellipse(0, 0.1, rx, ry, paint);
  }

  /** Both eyes, a little apart: round pupils, slits or closed. */
  void eyes(double y, double apart, double radius, boolean slits) {
    Color iris = Colors.eye(random);
    boolean closed = random.chance(0.12);
    double gaze = random.between(-0.25, 0.25) * radius;
    double pupil = slits ? random.between(0.28, 0.6) : random.between(0.55, 0.8);
    for (int side = -1; side <= 1; side += 2) {
      double x = side * apart;
      if (closed) {
        brush.curve(
            Colors.contrasting(fur, 0.85), 0.045, x - radius, y, x, y + radius, x + radius, y);
        continue;
      }
      double tilt = slits ? side * 0.25 : 0;
      brush.ellipse(x, y, radius * 1.16, radius * 1.1, tilt, Colors.INK);
      brush.ellipse(
          x, y, radius, radius * 0.95, tilt, slits ? iris : Colors.mix(iris, Color.WHITE, 0.25));
      brush.ellipse(x + gaze, y, radius * pupil, radius * 0.88, Colors.INK);
      brush.ellipse(
          x + gaze - 0.3 * radius, y - 0.35 * radius, radius * 0.24, radius * 0.24, Color.WHITE);
    }
  }
}
