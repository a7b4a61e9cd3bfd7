package oncilla.data.demo;

/**
 * Numbers that a picture is drawn from; one source per picture, so that pictures are independent.
 */
interface RandomSource {
  /** The next number in [0, 1). */
  double uniform();

  /** The next number in [low, high). */
  default double between(double low, double high) {
    return low + (high - low) * uniform();
  }

  /** The next integer from 0 to {@code n} − 1. */
  default int below(int n) {
    return (int) (n * uniform());
  }

  /** Whether an event of this probability happens. */
  default boolean chance(double probability) {
    return uniform() < probability;
  }

  /**
   * A number with mean 0 and variance 1: twelve uniforms, so that no library's logarithm counts.
   */
  default double roughlyNormal() {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += uniform();
    }
    return sum;
  }
}
