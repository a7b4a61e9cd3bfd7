package oncilla.data.reader;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import oncilla.data.DataException;
import oncilla.io.FormatException;
import oncilla.io.NpyArray;
import oncilla.io.NpyType;
import oncilla.io.Npz;

/** NumPy archives with {@code X} and {@code y}, and perhaps {@code Xval} and {@code yval}. */
public final class NpzFile {
  private NpzFile() {}

  static ArrayFile read(Path file) {
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    try {
      Npz.read(file).forEach((name, array) -> arrays.put(name, numeric(file + ": " + name, array)));
    } catch (FormatException e) {
      throw new DataException(e.getMessage(), e);
    }
    return new ArrayFile(
        file,
        arrays,
        new ArrayFile.Pair("X", "y"),
        new ArrayFile.Pair("Xval", "yval"),
        Optional.empty());
  }

  private static NumericArray numeric(String where, NpyArray array) {
    Optional<NpyType> type = array.type();
    if (type.isEmpty()) {
      return NumericArray.other(where, "dtype " + array.dtype());
    }
    return new NumericArray(
        where,
        type.get().label(),
        true,
        Arrays.stream(array.shape()).asLongStream().toArray(),
        array::bytes,
        array::doubles);
  }
}
