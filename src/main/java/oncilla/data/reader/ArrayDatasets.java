package oncilla.data.reader;

import java.util.List;
import java.util.Optional;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.Table;

/** Data sets from arrays: rank 4 is images, rank 2 is a table. */
public final class ArrayDatasets {
  private static final int CHANNELS = 3;
  private static final List<String> TABLE_CLASSES = List.of("0", "1");

  private ArrayDatasets() {}

  /**
   * Checks and converts.
   *
   * @param source the file
   * @param inputs {@code uint8} of shape {@code (m, height, width, 3)}, or any numbers of shape
   *     {@code (m, n)}
   * @param labels m numbers 0 or 1, of any shape
   * @param classNames names of label 0 and label 1, where the file says them
   * @param options names them where it does not
   */
  static Dataset of(
      String source,
      NumericArray inputs,
      NumericArray labels,
      Optional<List<String>> classNames,
      DataOptions options) {
    inputs.requireSize(1);
    boolean images = inputs.rank() == 4 && inputs.type().equals(NumericArray.UINT8);
    if (!images && inputs.rank() != 2) {
      throw new DataException(
          inputs.where()
              + ": "
              + inputs.type()
              + " of shape "
              + inputs.shape()
              + ", expected uint8 (m, height, width, 3) or numbers (m, n)");
    }
    for (long length : inputs.dimensions()) {
      if (length == 0) {
        throw new DataException(
            inputs.where() + ": shape " + inputs.shape() + ", expected no length of 0");
      }
    }
    // Labels first: they are small and as likely to be wrong.
    byte[] checked = labels(labels, inputs);
    Features features = images ? pixels(inputs) : table(inputs);
    return new Dataset(
        source,
        features,
        checked,
        classNames.orElse(images ? options.classNames() : TABLE_CLASSES));
  }

  private static Pixels pixels(NumericArray inputs) {
    int size = inputs.requireSize(1);
    long[] shape = inputs.dimensions();
    if (shape[3] != CHANNELS) {
      throw new DataException(
          inputs.where()
              + ": shape "
              + inputs.shape()
              + ", expected 3 channels (m, height, width, 3)");
    }
    byte[] bytes = inputs.bytes().get();
    requireLength(inputs, bytes.length, size);
    return new Pixels(
        bytes, (int) shape[0], new ImageGeometry((int) shape[1], (int) shape[2], CHANNELS));
  }

  private static Table table(NumericArray inputs) {
    int size = inputs.requireSize(Double.BYTES);
    int columns = (int) inputs.dimensions()[1];
    double[] values = inputs.doubles().get();
    requireLength(inputs, values.length, size);
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new DataException(
            inputs.where()
                + ": row "
                + (i / columns + 1)
                + ", column "
                + (i % columns + 1)
                + ": "
                + values[i]
                + ", expected a finite number");
      }
    }
    return new Table(values, (int) inputs.dimensions()[0], columns);
  }

  private static byte[] labels(NumericArray labels, NumericArray inputs) {
    int size = labels.requireSize(Double.BYTES);
    if (size != inputs.dimensions()[0]) {
      throw new DataException(
          labels.where()
              + ": shape "
              + labels.shape()
              + ", expected "
              + inputs.dimensions()[0]
              + " labels for the examples of shape "
              + inputs.shape());
    }
    double[] values = labels.doubles().get();
    requireLength(labels, values.length, size);
    byte[] result = new byte[size];
    for (int i = 0; i < size; i++) {
      if (values[i] != 0 && values[i] != 1) {
        throw new DataException(
            labels.where() + ": label " + (i + 1) + " is " + text(values[i]) + ", expected 0 or 1");
      }
      result[i] = (byte) values[i];
    }
    return result;
  }

  /** A number as a person would write it: 2 and not 2.0. */
  static String text(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private static void requireLength(NumericArray array, int found, int expected) {
    if (found != expected) {
      throw new DataException(
          array.where() + ": " + found + " values, expected " + expected + " for " + array.shape());
    }
  }
}
