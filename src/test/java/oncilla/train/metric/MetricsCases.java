package oncilla.train.metric;

import java.util.Arrays;

/**
 * The random cases of {@code peers/metrics.py}, drawn by the same generator in the same order, so
 * that the file which it writes need not hold them.
 */
final class MetricsCases {
  private static final int[][] SCALES_AND_STEPS = {{1, 5}, {4, 33}, {1024, 8192}};

  /** Knuth's linear congruential generator with 64 bits. */
  private static final class Lcg {
    private long state;

    Lcg(long seed) {
      state = seed;
    }

    /** A whole number of 0 … n − 1. */
    int below(int n) {
      state = state * 6364136223846793005L + 1442695040888963407L;
      return (int) ((state >>> 33) % n);
    }
  }

  private MetricsCases() {}

  /** Labels, logits and their probabilities. */
  static Predictions of(int seed) {
    Lcg random = new Lcg(seed);
    random.below(2);
    int kind = seed % 10;
    boolean odd = seed / 10 % 2 == 1;
    byte[] labels = new byte[kind == 0 ? 1 + random.below(5) : 1 + random.below(200)];
    int positive = random.below(1001);
    int[] scaleAndSteps = SCALES_AND_STEPS[random.below(3)];
    int steps = scaleAndSteps[1];
    double[] logits = new double[labels.length];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = (byte) (random.below(1000) < positive ? 1 : 0);
      int step = random.below(steps) - steps / 2 + steps / 4 * labels[i];
      logits[i] = (double) step / scaleAndSteps[0];
    }
    switch (kind) {
      case 1 -> Arrays.fill(labels, (byte) (odd ? 1 : 0));
      case 2 ->
          Arrays.setAll(logits, i -> odd ? -1 - Math.abs(logits[i]) : 1 + Math.abs(logits[i]));
      case 3 -> Arrays.fill(logits, logits[0]);
      case 4 -> Arrays.setAll(logits, i -> 4 * logits[i]);
      default -> {}
    }
    return predictions(logits, labels);
  }

  /** With the probabilities that the logits mean. */
  static Predictions predictions(double[] logits, byte[] labels) {
    double[] probabilities =
        Arrays.stream(logits)
            .map(z -> z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)))
            .toArray();
    return new Predictions(logits, probabilities, labels);
  }
}
