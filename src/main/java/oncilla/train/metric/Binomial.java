package oncilla.train.metric;

/** How often luck alone gets so many right. */
final class Binomial {
  private Binomial() {}

  /**
   * The probability of {@code k} or more successes in {@code n} trials.
   *
   * @param k above n·p, as the sum runs from the largest term on
   * @param p probability of a success, below 1
   */
  static double atLeast(long k, long n, double p) {
    if (k > n) {
      return 0;
    }
    double logTerm = k * Math.log(p) + (n - k) * Math.log1p(-p);
    for (long i = 1; i <= n - k; i++) {
      logTerm += Math.log((double) (k + i) / i);
    }
    double sum = 0;
    double term = 1;
    for (long j = k; j <= n && term > 0; j++) {
      sum += term;
      term *= (double) (n - j) / (j + 1) * p / (1 - p);
    }
    return Math.min(1, Math.exp(logTerm) * sum);
  }
}
