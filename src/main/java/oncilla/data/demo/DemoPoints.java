package oncilla.data.demo;

import java.util.List;
import java.util.Optional;
import oncilla.data.Dataset;
import oncilla.data.Table;
import oncilla.data.TrainTest;
import oncilla.random.Philox;
import oncilla.random.PhiloxSource;

/**
 * Labelled points in the plane, drawn by the program, for the experiments of the notes. A set
 * depends on its seed alone. Functions of {@link StrictMath} make it the same on every machine.
 */
public enum DemoPoints {
  /**
   * Two noisy circles, 300 points to train on and 100 held out, half of them with each label: label
   * 0 on the unit circle and label 1 on that of radius 0.8, evenly spaced from a random angle, with
   * normal noise of 0.05 on each coordinate. It is what {@code make_circles(noise=.05)} of
   * scikit-learn draws for the notes' initialisation experiment.
   */
  CIRCLES("two noisy circles", 300, 100, List.of("outer circle", "inner circle")) {
    @Override
    void draw(RandomSource random, double[] values, byte[] labels) {
      double turn = random.uniform();
      int perCircle = labels.length / 2;
      for (int i = 0; i < labels.length; i++) {
        labels[i] = (byte) (i % 2);
        double radius = labels[i] == 0 ? 1 : INNER_RADIUS;
        double angle = 2 * Math.PI * (turn + (double) (i / 2) / perCircle);
        values[2 * i] = radius * StrictMath.cos(angle) + CIRCLE_NOISE * random.roughlyNormal();
        values[2 * i + 1] = radius * StrictMath.sin(angle) + CIRCLE_NOISE * random.roughlyNormal();
      }
    }
  },
  /**
   * A set like the notes' football set, 211 points to train on and 200 held out: where on a pitch a
   * high ball is won by one team or the other. The pitch is divided by a slanted line, and who is
   * near it wins with a probability that changes from one to zero over about a tenth of the pitch:
   * so the best rule is smooth, and a net that follows single points does worse on others.
   */
  FOOTBALL("football-like points", 211, 200, List.of("other team", "own team")) {
    @Override
    void draw(RandomSource random, double[] values, byte[] labels) {
      for (int i = 0; i < labels.length; i++) {
        double y = random.between(-0.65, 0.6);
        double halfWidth = 0.36 * Math.sqrt(1 - y * y / 0.5625);
        double x = 0.12 * y - 0.13 + random.between(-halfWidth, halfWidth);
        double line = 0.45 * y - 0.14;
        values[2 * i] = x;
        values[2 * i + 1] = y;
        labels[i] = (byte) (x + PITCH_NOISE * random.roughlyNormal() < line ? 1 : 0);
      }
    }
  };

  private static final double INNER_RADIUS = 0.8;
  private static final double CIRCLE_NOISE = 0.05;
  private static final double PITCH_NOISE = 0.06;

  private final String description;
  private final int trainSize;
  private final int testSize;
  private final List<String> classNames;

  DemoPoints(String description, int trainSize, int testSize, List<String> classNames) {
    this.description = description;
    this.trainSize = trainSize;
    this.testSize = testSize;
    this.classNames = classNames;
  }

  /**
   * Points to train on and others to test on.
   *
   * @param seed 0 … 2³²−1
   */
  public TrainTest trainTest(long seed) {
    return new TrainTest(
        dataset("training", trainSize, seed, 0), Optional.of(dataset("test", testSize, seed, 1)));
  }

  private Dataset dataset(String role, int size, long seed, int set) {
    long index = 2L * ordinal() + set;
    double[] values = new double[2 * size];
    byte[] labels = new byte[size];
    draw(new PhiloxSource(seed, Philox.DEMO_POINTS, index)::uniform, values, labels);
    return new Dataset(
        description + " (" + role + ", seed " + seed + ")",
        new Table(values, size, 2),
        labels,
        classNames);
  }

  /**
   * Draws one set.
   *
   * @param values x1 and x2 of each point, modified
   * @param labels modified
   */
  abstract void draw(RandomSource random, double[] values, byte[] labels);
}
