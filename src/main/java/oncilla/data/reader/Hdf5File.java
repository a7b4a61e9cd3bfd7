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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import oncilla.data.DataException;
import oncilla.io.NpyType;

/**
 * HDF5 files as in the notes: {@code train_set_x}, {@code train_set_y}, {@code test_set_x}, {@code
 * test_set_y}, {@code list_classes}; or with other usual names.
 *
 * <p>The file is read into memory first and the library works there. So nothing stays open or
 * mapped, and an address or a length that lies beyond the file is found as such instead of being
 * mapped or allocated. Numbers are taken from their bytes: as arrays of arrays of {@code int},
 * which is how the library hands out {@code uint8}, images would need five times the memory. Only
 * what is asked for is looked at: a file may hold whatever else.
 */
final class Hdf5File {
  private static final String CLASSES = "list_classes";
  private static final byte[] SIGNATURE = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};

  /** Deflate packs at most 1,032 bytes into one. */
  private static final long DEFLATE_RATIO = 1032;

  /** What is hardly written at all is refused above this size. */
  private static final long SMALL = 1L << 26;

  /** Two filters one after another pack more densely; up to here there is memory for a chunk. */
  private static final long SMALL_CHUNK = 1L << 24;

  private final Path file;
  private final HdfFile contents;
  private final Map<String, OptionalLong> links;

  private Hdf5File(Path file, HdfFile contents, Map<String, OptionalLong> links) {
    this.file = file;
    this.contents = contents;
    this.links = links;
  }

  static ArrayFile read(Path file) {
    byte[] bytes = FileBytes.read(file, FileBytes.MAX);
    if (!hasSignature(bytes)) {
      throw new DataException(file + ": not an HDF5 file");
    }
    HdfFile contents =
        Hdf5Failure.guarded(file.toString(), () -> HdfFile.fromByteBuffer(ByteBuffer.wrap(bytes)));
    Map<String, OptionalLong> links =
        Hdf5Failure.guarded(file.toString(), () -> Hdf5Links.of(contents, contents.getAddress()));
    Hdf5File opened = new Hdf5File(file, contents, links);
    return new ArrayFile(
        file, links.keySet(), opened::array, UsualArrays.NOTES, opened::classNames, opened::hint);
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

  private NumericArray array(String name) {
    String where = file + ": " + name;
    Map<String, OptionalLong> group = links;
    String[] path = name.split("/");
    for (int i = 0; ; i++) {
      OptionalLong address = group.get(path[i]);
      if (address == null) {
        throw new DataException(where + ": no such data set");
      }
      if (address.isEmpty()) {
        // Links to other files are not followed: a data set is the file that was named.
        return NumericArray.other(where, "a link");
      }
      long at = address.getAsLong();
      Node node = Hdf5Failure.guarded(where, () -> contents.getNodeByAddress(at));
      if (i == path.length - 1) {
        return Hdf5Failure.guarded(
            where, () -> array(where, Hdf5Chunks.of(where, contents, node, at)));
      }
      if (!node.isGroup()) {
        throw new DataException(where + ": " + path[i] + " is no group");
      }
      group = Hdf5Failure.guarded(where, () -> Hdf5Links.of(contents, at));
    }
  }

  private NumericArray array(String where, Node node) {
    if (!(node instanceof DatasetBase dataset)) {
      return NumericArray.other(where, node.isGroup() ? "a group" : "no data set");
    }
    long[] dimensions = dataset.getDimensionsAsLong();
    Optional<NpyType> type = type(dataset.getDataType());
    if (type.isEmpty()) {
      return dataset.getJavaType() == String.class
          ? NumericArray.words(where, "text", dimensions, () -> texts(where, dataset))
          : NumericArray.other(
              where, "HDF5 type " + dataset.getDataType().getClass().getSimpleName());
    }
    return NumericArray.numbers(
        where,
        isBoolean(dataset.getDataType()) ? "bool" : type.get().label(),
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

  private static boolean isBoolean(DataType type) {
    return type instanceof EnumDataType named
        && named.getEnumMapping().equals(Map.of(0, "FALSE", 1, "TRUE"));
  }

  private static String[] texts(String where, DatasetBase dataset) {
    Object texts = Hdf5Failure.guarded(where, dataset::getDataFlat);
    if (!(texts instanceof String[] words)) {
      throw new DataException(where + ": no data was ever written");
    }
    return Arrays.stream(words)
        .map(text -> text == null ? "" : text.replace("\0", "").strip())
        .toArray(String[]::new);
  }

  /** What pandas leaves in a file is a group of arrays that only pandas can put together. */
  private String hint() {
    for (Map.Entry<String, OptionalLong> link : links.entrySet()) {
      if (link.getValue().isPresent() && isPandas(link.getValue().getAsLong())) {
        return "; "
            + link.getKey()
            + " is a table of pandas, whose to_csv(index=False) writes one that can be read";
      }
    }
    return "";
  }

  private boolean isPandas(long address) {
    try {
      if (!contents.getNodeByAddress(address).isGroup()) {
        return false;
      }
      Set<String> names = Hdf5Links.of(contents, address).keySet();
      return names.contains("block0_values")
          || names.contains("_i_table")
          || names.contains("axis0");
    } catch (RuntimeException | StackOverflowError unreadable) {
      // Only a hint: what cannot be read is no table of pandas, and nobody asked for it.
      return false;
    }
  }

  /** The bytes of all elements; how many there must be is known and is checked. */
  private ByteBuffer buffer(String where, DatasetBase dataset, long[] dimensions, NpyType type) {
    int[] chunk = {};
    boolean packed = false;
    if (dataset instanceof ChunkedDataset chunked) {
      chunk = Hdf5Failure.guarded(where, chunked::getChunkDimensions);
      if (Arrays.stream(chunk).anyMatch(length -> length < 1)) {
        throw new DataException(where + ": damaged or truncated HDF5 file: an empty chunk");
      }
      packed = !Hdf5Failure.guarded(where, chunked::getFilters).isEmpty();
    }
    if (Hdf5Failure.guarded(where, dataset::isEmpty)) {
      throw new DataException(where + ": no data was ever written");
    }
    long chunkBytes = requirePossible(where, type, chunk, packed);
    long written =
        dataset instanceof Hdf5Chunks chunks
            ? Hdf5Failure.guarded(where, chunks::written) * chunkBytes
            : 0;
    requirePossible(where, type, dimensions, written);
    ByteBuffer buffer = Hdf5Failure.guarded(where, dataset::getDataBuffer);
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
   * The library takes memory for a chunk before it looks what is there. A file that promises more
   * than it can hold is refused.
   *
   * @return bytes of a chunk
   */
  private long requirePossible(String where, NpyType type, int[] chunk, boolean packed) {
    double bytes = bytes(type, Arrays.stream(chunk).asLongStream().toArray());
    long most =
        packed
            ? Math.min(FileBytes.MAX, Math.max(SMALL_CHUNK, contents.size() * DEFLATE_RATIO))
            : contents.size();
    if (!(bytes >= 0 && bytes <= most)) {
      throw new DataException(
          where
              + (": a chunk of " + (long) bytes + " bytes in a file of " + contents.size())
              + (" bytes, expected at most " + most));
    }
    return (long) bytes;
  }

  /**
   * It takes memory for all elements, too. There may be far more of them than the file has bytes:
   * packed, or in chunks that were never written.
   *
   * @param written bytes of all chunks that were written, unpacked
   */
  private void requirePossible(String where, NpyType type, long[] dimensions, long written) {
    double bytes = bytes(type, dimensions);
    long most = Math.max(SMALL, Math.max(contents.size(), written) * DEFLATE_RATIO);
    if (!(bytes >= 0 && bytes <= most)) {
      throw new DataException(
          where
              + (": numbers of " + (long) bytes + " bytes, of which the file (" + contents.size())
              + (" bytes) holds " + Math.max(written, contents.size()) + " at most; expected at")
              + (" least 1 in " + DEFLATE_RATIO + " written"));
    }
    long heap = Runtime.getRuntime().maxMemory();
    double elements = bytes / type.size();
    double needed = bytes + (type.label().equals(NumericArray.UINT8) ? 1 : Double.BYTES) * elements;
    if (needed > heap || bytes > FileBytes.MAX) {
      throw new DataException(
          "%s: shape %s of %s takes %d MiB, more than %s"
              .formatted(
                  where,
                  NumericArray.shape(dimensions),
                  type.label(),
                  (long) needed >> 20,
                  needed > heap
                      ? "the Java heap of " + (heap >> 20) + " MiB (java -Xmx sets it)"
                      : "fits into one array"));
    }
  }

  private static double bytes(NpyType type, long[] dimensions) {
    double bytes = type.size();
    for (long length : dimensions) {
      bytes *= length;
    }
    return bytes;
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

  private Optional<List<String>> classNames() {
    if (!links.containsKey(CLASSES)) {
      return Optional.empty();
    }
    NumericArray names = array(CLASSES);
    if (names.texts().isEmpty()) {
      throw new DataException(names.where() + ": expected the names of two classes");
    }
    long found = 1;
    for (long length : names.dimensions()) {
      found *= length;
    }
    if (found != 2) {
      throw new DataException(names.where() + ": " + found + " names, expected 2");
    }
    String[] texts = names.texts().get().get();
    if (texts.length != 2 || texts[0].equals(texts[1])) {
      throw new DataException(names.where() + ": expected the names of two classes");
    }
    return Optional.of(List.of(texts));
  }
}
