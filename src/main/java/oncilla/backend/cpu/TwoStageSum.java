package oncilla.backend.cpu;

/**
 * A sum in two stages: sums of pieces of a fixed length, by all cores, and then the sum of these.
 * The order never depends on the number of cores.
 */
final class TwoStageSum {
  private final double[] partial;
  private final SharedLoop pieces;

  /** The sum of the terms {@code from} … {@code to − 1}. */
  @FunctionalInterface
  interface Terms {
    /** Sums them one after the other. */
    double sum(long from, long to);
  }

  /**
   * A sum of {@code count} terms.
   *
   * @param length terms of one piece
   * @param weight work of one term, in additions or so
   */
  TwoStageSum(long count, int length, long weight, Terms terms) {
    partial = new double[Math.toIntExact((count + length - 1) / length)];
    pieces =
        new SharedLoop(
            partial.length,
            weight * Math.min(count, length),
            (from, to) -> {
              for (int i = (int) from; i < to; i++) {
                long start = (long) i * length;
                partial[i] = terms.sum(start, Math.min(count, start + length));
              }
            });
  }

  /** Sums. */
  double run() {
    pieces.run();
    double sum = 0;
    for (double one : partial) {
      sum += one;
    }
    return sum;
  }
}
