package oncilla.train.stream;

import java.nio.ByteBuffer;
import oncilla.backend.ElementType;
import oncilla.backend.Precision;
import oncilla.data.Features;

/**
 * Writes rows of features as the device stores them.
 *
 * @param features where they are; asked by several threads at the same time
 * @param precision of real numbers
 */
record RowWriter(Features features, Precision precision) {
  /** Writes these rows to the start of {@code target}. */
  void write(int[] rows, ByteBuffer target) {
    target.clear();
    if (features.type() == ElementType.U8) {
      for (int row : rows) {
        features.copyRows(row, row + 1, target);
      }
      return;
    }
    double[] numbers = new double[features.columns()];
    for (int row : rows) {
      features.copyRows(row, row + 1, numbers);
      for (double number : numbers) {
        if (precision == Precision.FP64) {
          target.putDouble(number);
        } else {
          target.putFloat((float) number);
        }
      }
    }
  }
}
