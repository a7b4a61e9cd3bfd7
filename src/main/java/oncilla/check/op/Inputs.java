package oncilla.check.op;

import java.util.SplittableRandom;
import oncilla.backend.Shape;

/** Seeded inputs of cases: the same numbers on every run and machine. */
public final class Inputs {
  private static final long SEED = 20261123;

  private Inputs() {}

  /** Numbers of both signs and of magnitudes around 1, from a stream named by {@code salt}. */
  public static double[] signed(Shape shape, int salt) {
    SplittableRandom random = new SplittableRandom(SEED + salt);
    double[] values = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * (random.nextDouble() + random.nextDouble() + random.nextDouble()) - 3;
    }
    return values;
  }

  /** {@link #signed} with every number further away from zero by 0.1. */
  static double[] awayFromZero(Shape shape, int salt) {
    double[] values = signed(shape, salt);
    for (int i = 0; i < values.length; i++) {
      values[i] += values[i] < 0 ? -0.1 : 0.1;
    }
    return values;
  }

  /** Whole numbers from 0 to {@code bound} − 1. */
  static double[] whole(Shape shape, int bound, int salt) {
    SplittableRandom random = new SplittableRandom(SEED + salt);
    double[] values = new double[Math.toIntExact(shape.size())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextInt(bound);
    }
    return values;
  }
}
