package oncilla.io;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What must hold for a tensor of a file before it becomes a parameter; refusals in one line. */
final class TensorChecks {
  private TensorChecks() {}

  static NamedTensor require(Path file, Optional<NamedTensor> tensor, String name) {
    return tensor.orElseThrow(() -> new FormatException(file + ": tensor " + name + " is missing"));
  }

  static void requireShape(Path file, NamedTensor tensor, long... expected) {
    if (!Arrays.equals(tensor.shape(), expected)) {
      throw new FormatException(
          file
              + ": tensor "
              + tensor.name()
              + " is "
              + tensor.shapeText()
              + ", expected "
              + NamedTensor.shapeText(expected));
    }
  }

  static void requireSize(Path file, NamedTensor tensor, int expected) {
    if (tensor.values().length != expected) {
      throw new FormatException(
          file
              + ": tensor "
              + tensor.name()
              + " is "
              + tensor.shapeText()
              + ", expected "
              + expected
              + " elements in any shape");
    }
  }

  static void requireFinite(Path file, NamedTensor tensor) {
    double[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        throw new FormatException(
            file
                + ": tensor "
                + tensor.name()
                + " holds "
                + values[i]
                + " at element "
                + i
                + ", expected finite numbers");
      }
    }
  }
}
