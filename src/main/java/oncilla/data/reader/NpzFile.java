package oncilla.data.reader;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import oncilla.data.DataException;
import oncilla.io.FormatException;
import oncilla.io.NpyArray;
import oncilla.io.NpyType;
import oncilla.io.Npz;

/**
 * NumPy archives with {@code X} and {@code y}, and perhaps {@code Xval} and {@code yval}, or with
 * other usual names. What is not asked for is not read.
 */
final class NpzFile {
  private NpzFile() {}

  static ArrayFile read(Path file) {
    Set<String> names;
    try {
      names = Npz.names(file);
    } catch (FormatException e) {
      throw new DataException(e.getMessage(), e);
    }
    return new ArrayFile(
        file, names, name -> array(file, name), UsualArrays.PLAIN, Optional::empty, () -> "");
  }

  private static NumericArray array(Path file, String name) {
    try {
      return numeric(file + ": " + name, Npz.read(file, name::equals).get(name));
    } catch (FormatException e) {
      throw new DataException(e.getMessage(), e);
    }
  }

  private static NumericArray numeric(String where, NpyArray array) {
    Optional<NpyType> type = array.type();
    long[] shape = Arrays.stream(array.shape()).asLongStream().toArray();
    if (type.isEmpty()) {
      return array.isText()
          ? NumericArray.words(where, "dtype " + array.dtype(), shape, array::texts)
          : NumericArray.other(
              where,
              "dtype "
                  + array.dtype()
                  + (array.dtype().endsWith("O")
                      ? " (Python objects; astype(float) or astype(str) stores them plainly)"
                      : ""));
    }
    return NumericArray.numbers(where, type.get().label(), shape, array::bytes, array::doubles);
  }
}
