package oncilla.golden;

/** Euclidean norms. */
final class Norms {
  private Norms() {}

  /** ‖x‖². */
  static double squared(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += value * value;
    }
    return sum;
  }

  /** ‖x‖. */
  static double of(double[] x) {
    return Math.sqrt(squared(x));
  }

  /** ‖x − y‖. */
  static double distance(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < y.length; i++) {
      sum += (x[i] - y[i]) * (x[i] - y[i]);
    }
    return Math.sqrt(sum);
  }
}
