package oncilla.data.reader;

import io.jhdf.HdfFile;
import io.jhdf.api.Node;
import io.jhdf.api.dataset.ChunkedDataset;
import io.jhdf.dataset.DatasetBase;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import oncilla.data.DataException;
import oncilla.io.NpyType;

/**
 * HDF5 files as in the notes: {@code train_set_x}, {@code train_set_y}, {@code test_set_x}, {@code
 * test_set_y}, {@code list_classes}.
 *
 * <p>The file is read into memory first and the library works there. So nothing stays open or
 * mapped, and an address or a length that lies beyond the file is found as such instead of being
 * mapped or allocated. Numbers are taken from their bytes: as arrays of arrays of {@code int},
 * which is how the library hands out {@code uint8}, images would need five times the memory.
 */
public final class Hdf5File {
  private static final ArrayFile.Pair TRAINING = new ArrayFile.Pair("train_set_x", "train_set_y");
  private static final ArrayFile.Pair TESTING = new ArrayFile.Pair("test_set_x", "test_set_y");
  private static final String CLASSES = "list_classes";
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** Deflate packs at most 1,032 bytes into one. */
  private static final long DEFLATE_RATIO = 1032;

  /** Other filters pack repetitions more densely; up to here there is memory for them. */
  private static final long SMALL = 1L << 26;

  private Hdf5File() {}

  static ArrayFile read(Path file) {
    byte[] bytes = FileBytes.read(file, FileBytes.MAX);
    if (!hasSignature(bytes)) {
      throw new DataException(file + ": not an HDF5 file");
    }
    Map<String, Node> nodes =
        guarded(
            file.toString(), () -> HdfFile.fromByteBuffer(ByteBuffer.wrap(bytes)).getChildren());
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    nodes.forEach((name, node) -> arrays.put(name, array(file + ": " + name, node)));
    return new ArrayFile(
        file,
        arrays,
        TRAINING,
        TESTING,
        Optional.ofNullable(nodes.get(CLASSES)).map(node -> classes(file + ": " + CLASSES, node)));
  }

  /** At the start, or after a user block of 512, 1024, 2048, … bytes. */
  private static boolean hasSignature(byte[] bytes) {
    for (long at = 0; at + SIGNATURE.length <= bytes.length; at = Math.max(512, 2 * at)) {
      int start = (int) at;
      if (Arrays.equals(bytes, start, start + SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length)) {
        return true;
      }
    }
    return false;
  }

  private static NumericArray array(String where, Node node) {
    if (!(node instanceof DatasetBase dataset)) {
      // Links to other files are not followed: a data set is the file that was named.
      return NumericArray.other(where, node.isLink() ? "a link" : "a group");
    }
    Optional<NpyType> type = type(dataset.getDataType());
    if (type.isEmpty()) {
      return NumericArray.other(
          where, "HDF5 type " + dataset.getDataType().getClass().getSimpleName());
    }
    long[] dimensions = dataset.getDimensionsAsLong();
    return new NumericArray(
        where,
        type.get().label(),
        true,
        dimensions,
        () -> {
          ByteBuffer buffer = buffer(where, dataset, dimensions, type.get());
          byte[] values = new byte[buffer.remaining()];
          buffer.get(values);
          return values;
        },
        () -> {
          ByteBuffer buffer = buffer(where, dataset, dimensions, type.get());
          return type.get().doubles(buffer, buffer.remaining() / type.get().size());
        });
  }

  /** The bytes of all elements; how many there must be is known and is checked. */
  private static ByteBuffer buffer(
      String where, DatasetBase dataset, long[] dimensions, NpyType type) {
    int[] chunk = {};
    if (dataset instanceof ChunkedDataset chunked) {
      chunk = guarded(where, chunked::getChunkDimensions);
      if (Arrays.stream(chunk).anyMatch(length -> length < 1)) {
        throw new DataException(where + ": damaged or truncated HDF5 file: an empty chunk");
      }
    }
    if (guarded(where, dataset::isEmpty)) {
      throw new DataException(where + ": no data was ever written");
    }
    requirePossible(where, dataset, type, dimensions, "numbers");
    requirePossible(where, dataset, type, Arrays.stream(chunk).asLongStream().toArray(), "a chunk");
    ByteBuffer buffer = guarded(where, dataset::getDataBuffer);
    long expected = type.size();
    for (long length : dimensions) {
      expected *= length;
    }
    if (buffer.remaining() < expected) {
      throw new DataException(where + ": " + buffer.remaining() + " bytes, expected " + expected);
    }
    return buffer.slice(buffer.position(), (int) expected);
  }

  /**
   * The library takes memory for all elements, and for a chunk, before it looks what is there. A
   * file that promises more than it can hold is refused.
   */
  private static void requirePossible(
      String where, DatasetBase dataset, NpyType type, long[] dimensions, String what) {
    long file = dataset.getHdfFile().size();
    long most = Math.min(FileBytes.MAX, Math.max(SMALL, file * DEFLATE_RATIO));
    double bytes = type.size();
    for (long length : dimensions) {
      bytes *= length;
    }
    if (!(bytes >= 0 && bytes <= most)) {
      throw new DataException(
          where
              + (": " + what + " of " + (long) bytes + " bytes in a file of " + file)
              + (" bytes, expected at most " + most));
    }
  }

  private static Optional<NpyType> type(DataType type) {
    if (type instanceof EnumDataType named) {
      // h5py writes booleans as an enumeration of FALSE and TRUE.
      return type(named.getBaseType());
    }
    int size = type.getSize();
    if (type instanceof FixedPoint fixed
        && fixed.getBitOffset() == 0
        && fixed.getBitPrecision() == 8 * size) {
      char kind = fixed.isSigned() ? 'i' : 'u';
      return NpyType.exists(kind, size)
          ? Optional.of(new NpyType(kind, size, fixed.getByteOrder()))
          : Optional.empty();
    }
    if (type instanceof FloatingPoint floating
        && NpyType.exists('f', size)
        && floating.getExponentSize() == exponentBits(size)) {
      return Optional.of(new NpyType('f', size, floating.getByteOrder()));
    }
    return Optional.empty();
  }

  /** IEEE 754 binary16, binary32, binary64. */
  private static int exponentBits(int size) {
    return size == 2 ? 5 : size == 4 ? 8 : 11;
  }

  private static List<String> classes(String where, Node node) {
    if (!(node instanceof DatasetBase dataset) || dataset.getJavaType() != String.class) {
      throw new DataException(where + ": expected the names of two classes");
    }
    long found = guarded(where, dataset::getSize);
    if (found != 2) {
      throw new DataException(where + ": " + found + " names, expected 2");
    }
    Object names = guarded(where, dataset::getDataFlat);
    if (!(names instanceof String[] texts) || texts.length != 2) {
      throw new DataException(where + ": expected the names of two classes");
    }
    return Arrays.stream(texts).map(text -> text.replace("\0", "").strip()).toList();
  }

  /** The library meets damage with whatever its parsing runs into; here it becomes one line. */
  private static <T> T guarded(String where, Supplier<T> call) {
    try {
      return call.get();
    } catch (RuntimeException | StackOverflowError e) {
      String detail = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      throw new DataException(where + ": damaged or truncated HDF5 file: " + detail, e);
    }
  }
}
