package oncilla.check.gradient;

import oncilla.data.Features;

/** X on the host, as {@link oncilla.backend.Ops#gather} makes it from stored features. */
final class InputValues {
  private InputValues() {}

  /** {@code m × n}, row-major, each number divided by the divisor and standardised if it is. */
  static double[] of(Features features) {
    double[] values = new double[Math.multiplyExact(features.rows(), features.columns())];
    features.copyRows(0, features.rows(), values);
    for (int i = 0; i < values.length; i++) {
      values[i] /= features.divisor();
    }
    if (features.standardization().isPresent()) {
      double[] means = features.standardization().get().meanOfColumns(features.columns());
      double[] deviations = features.standardization().get().deviationOfColumns(features.columns());
      for (int i = 0; i < values.length; i++) {
        int column = i % features.columns();
        values[i] = (values[i] - means[column]) / deviations[column];
      }
    }
    return values;
  }
}
