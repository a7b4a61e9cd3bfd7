package oncilla.data.reader;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import oncilla.data.DataException;

/**
 * A named array in an HDF5, NumPy or MATLAB file, with what is known before its values are read.
 *
 * @param where file and name, for messages
 * @param type NumPy's name of the element type, or a description of what is no array of numbers
 * @param numeric whether it is an array of real numbers
 * @param dimensions its shape, as the file has it
 * @param bytes the elements of a {@code uint8} array, last index fastest
 * @param doubles the elements, last index fastest
 * @param texts the elements where they are words, last index fastest
 */
record NumericArray(
    String where,
    String type,
    boolean numeric,
    long[] dimensions,
    Supplier<byte[]> bytes,
    Supplier<double[]> doubles,
    Optional<Supplier<String[]>> texts) {
  /** Type name of unsigned bytes. */
  static final String UINT8 = "uint8";

  /** Something else under that name. */
  static NumericArray other(String where, String what) {
    Supplier<DataException> error =
        () -> new DataException(where + ": " + what + ", expected numbers");
    return new NumericArray(
        where,
        what,
        false,
        new long[0],
        () -> {
          throw error.get();
        },
        () -> {
          throw error.get();
        },
        Optional.empty());
  }

  /** Numbers. */
  static NumericArray numbers(
      String where,
      String type,
      long[] dimensions,
      Supplier<byte[]> bytes,
      Supplier<double[]> doubles) {
    return new NumericArray(where, type, true, dimensions, bytes, doubles, Optional.empty());
  }

  /** Words. */
  static NumericArray words(
      String where, String type, long[] dimensions, Supplier<String[]> texts) {
    NumericArray none = other(where, type);
    return new NumericArray(
        where, type, false, dimensions, none.bytes(), none.doubles(), Optional.of(texts));
  }

  int rank() {
    return dimensions.length;
  }

  /** The dimensions as text: {@code (209, 64, 64, 3)}. */
  String shape() {
    return shape(dimensions);
  }

  /** As {@link #shape()}. */
  static String shape(long[] dimensions) {
    return Arrays.stream(dimensions)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /**
   * The number of elements.
   *
   * @throws DataException if that many, of {@code elementSize} bytes each, do not fit into one
   *     array of bytes, or if the array is none of numbers
   */
  int requireSize(int elementSize) {
    if (!numeric) {
      throw new DataException(where + ": " + type + ", expected numbers");
    }
    return requireFit(elementSize);
  }

  /** As {@link #requireSize}, of numbers or words. */
  int requireFit(int elementSize) {
    long bytes = elementSize;
    for (long length : dimensions) {
      if (length < 0 || length > FileBytes.MAX || bytes * length > FileBytes.MAX) {
        throw new DataException(
            where
                + ": shape "
                + shape()
                + " of "
                + type
                + ", expected at most "
                + FileBytes.MAX
                + " bytes");
      }
      bytes *= length;
    }
    return (int) (bytes / elementSize);
  }
}
