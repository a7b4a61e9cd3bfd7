package oncilla.check.gradient;

import oncilla.data.Features;
import oncilla.data.Pixels;
import oncilla.data.Table;

/** X on the host, as {@link oncilla.backend.Ops#gather} makes it from stored features. */
final class InputValues {
  private InputValues() {}

  /** {@code m × n}, row-major, each number divided by the divisor of its kind. */
  static double[] of(Features features) {
    if (features instanceof Table table) {
      return table.values();
    }
    byte[] bytes = ((Pixels) features).values();
    double[] values = new double[bytes.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (bytes[i] & 0xFF) / features.divisor();
    }
    return values;
  }
}
