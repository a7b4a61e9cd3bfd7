package oncilla.check.gradient;

/** ‖g − ĝ‖ / (‖g‖ + ‖ĝ‖) of numbers that come one by one. */
final class GradientDistance {
  private double squaredErrors;
  private double squaredAnalytical;
  private double squaredNumerical;
  private int count;

  void add(double analytical, double numerical) {
    squaredErrors += (analytical - numerical) * (analytical - numerical);
    squaredAnalytical += analytical * analytical;
    squaredNumerical += numerical * numerical;
    count++;
  }

  void add(GradientDistance other) {
    squaredErrors += other.squaredErrors;
    squaredAnalytical += other.squaredAnalytical;
    squaredNumerical += other.squaredNumerical;
    count += other.count;
  }

  int count() {
    return count;
  }

  /** The difference: 0 where both are zero, NaN where one of the numbers was. */
  double relative() {
    return relative(Math.sqrt(squaredErrors));
  }

  /** {@code value} as a share of ‖g‖ + ‖ĝ‖; 0 where both are zero. */
  double relative(double value) {
    return norms() == 0 ? 0 : value / norms();
  }

  private double norms() {
    return Math.sqrt(squaredAnalytical) + Math.sqrt(squaredNumerical);
  }
}
