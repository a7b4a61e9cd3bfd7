package oncilla.data.reader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import oncilla.data.DataException;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5Reader;
import us.hebi.matlab.mat.format.Mat5Reader.EntryHeader;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.MatFile.Entry;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;

/**
 * MATLAB files, version 5, with {@code X} and {@code y}, and perhaps {@code Xval} and {@code yval},
 * or with other usual names. What is not asked for is not read. MATLAB stores the first index
 * fastest; here the last index is.
 */
final class MatFile {
  private static final Set<MatlabType> NUMBERS =
      Set.of(
          MatlabType.Double,
          MatlabType.Single,
          MatlabType.Int8,
          MatlabType.UInt8,
          MatlabType.Int16,
          MatlabType.UInt16,
          MatlabType.Int32,
          MatlabType.UInt32,
          MatlabType.Int64,
          MatlabType.UInt64);

  private static final String DAMAGED = ": damaged or truncated .mat file: ";

  /** Deflate packs at most 1,032 bytes into one. */
  private static final long DEFLATE_RATIO = 1032;

  private final Path file;
  private final MatElements elements;
  private final Map<String, MatElements.Element> places = new LinkedHashMap<>();

  /** What those are that cannot be read as numbers or words. */
  private final Map<String, String> others = new HashMap<>();

  private MatFile(Path file, MatElements elements) {
    this.file = file;
    this.elements = elements;
  }

  static ArrayFile read(Path file) {
    byte[] bytes = FileBytes.read(file, FileBytes.MAX);
    requireVersion5(file, bytes);
    MatFile opened = new MatFile(file, new MatElements(file, bytes, DAMAGED));
    opened.list();
    return new ArrayFile(
        file, opened.places.keySet(), opened::array, UsualArrays.PLAIN, Optional::empty, () -> "");
  }

  /** Finds the names; nothing but them is parsed. */
  private void list() {
    for (MatElements.Element element : elements.all()) {
      try {
        parse(element, header -> add(element, header));
      } catch (IOException | RuntimeException | StackOverflowError e) {
        if (!elements.isObject(element)) {
          throw new DataException(file + DAMAGED + reason(e), e);
        }
      }
    }
  }

  private boolean add(MatElements.Element element, EntryHeader header) {
    if (places.put(header.getName(), element) != null) {
      throw new IllegalArgumentException(header.getName() + " occurs twice");
    }
    MatlabType type = header.getType();
    boolean words = type == MatlabType.Character || type == MatlabType.Cell;
    if (header.isComplex() || !(words || NUMBERS.contains(type))) {
      others.put(header.getName(), (header.isComplex() ? "complex " : "") + label(type));
    }
    return false;
  }

  private NumericArray array(String name) {
    String where = file + ": " + name;
    if (others.containsKey(name) || !places.containsKey(name)) {
      return NumericArray.other(where, others.getOrDefault(name, "not there"));
    }
    try {
      for (Entry entry : parse(places.get(name), header -> true).getEntries()) {
        Array value = entry.getValue();
        return value instanceof Matrix matrix
            ? numeric(where, matrix)
            : MatText.words(where, value)
                .orElseGet(() -> NumericArray.other(where, label(value.getType())));
      }
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new DataException(file + DAMAGED + reason(e), e);
    }
    throw new DataException(where + ": cannot be read");
  }

  private us.hebi.matlab.mat.types.MatFile parse(
      MatElements.Element element, Mat5Reader.EntryFilter filter) throws IOException {
    byte[] alone = elements.alone(element);
    return Mat5.newReader(new MatSource(ByteBuffer.wrap(alone)))
        .disableSubsystemProcessing()
        .setBufferAllocator(allocator(alone.length * DEFLATE_RATIO))
        .setEntryFilter(filter)
        .readMat();
  }

  private static void requireVersion5(Path file, byte[] bytes) {
    String start = new String(bytes, 0, Math.min(bytes.length, 116), StandardCharsets.ISO_8859_1);
    if (start.startsWith("MATLAB 7.3")) {
      throw new DataException(
          file + ": a MATLAB 7.3 file, expected version 5 (save it with '-v7')");
    }
    if (!start.startsWith("MATLAB 5.0")) {
      throw new DataException(file + ": not a MATLAB version 5 file");
    }
  }

  /** Refuses lengths that the file cannot hold, before memory is taken for them. */
  private static BufferAllocator allocator(long limit) {
    return new BufferAllocator() {
      @Override
      public ByteBuffer allocate(int bytes) {
        if (bytes < 0 || bytes > limit) {
          throw new IllegalArgumentException("an element of " + bytes + " bytes");
        }
        return ByteBuffer.allocate(bytes);
      }

      @Override
      public void release(ByteBuffer buffer) {
        // The garbage collector does that.
      }
    };
  }

  private static NumericArray numeric(String where, Matrix matrix) {
    long[] dimensions = Arrays.stream(matrix.getDimensions()).asLongStream().toArray();
    return NumericArray.numbers(
        where,
        matrix.isLogical() ? "logical" : label(matrix.getType()),
        dimensions,
        guarded(
            where,
            () -> {
              int[] from = rowMajor(dimensions);
              byte[] values = new byte[from.length];
              for (int i = 0; i < values.length; i++) {
                values[i] = (byte) matrix.getLong(from[i]);
              }
              return values;
            }),
        guarded(
            where,
            () -> {
              int[] from = rowMajor(dimensions);
              double[] values = new double[from.length];
              for (int i = 0; i < values.length; i++) {
                values[i] = value(matrix, from[i]);
              }
              return values;
            }));
  }

  /**
   * Stored numbers may be of a type that holds none, which the library finds when they are read.
   */
  private static <T> Supplier<T> guarded(String where, Supplier<T> numbers) {
    return () -> {
      try {
        return numbers.get();
      } catch (RuntimeException e) {
        throw new DataException(where + DAMAGED + reason(e), e);
      }
    };
  }

  private static double value(Matrix matrix, int index) {
    double value = matrix.getDouble(index);
    // The library reads 64 unsigned bits as signed.
    return matrix.getType() == MatlabType.UInt64 && value < 0 ? value + 0x1p64 : value;
  }

  /** For each element, last index fastest, its place in the file, first index fastest. */
  static int[] rowMajor(long[] dimensions) {
    int rank = dimensions.length;
    int[] strides = new int[rank];
    int size = 1;
    for (int d = 0; d < rank; d++) {
      strides[d] = size;
      size = Math.multiplyExact(size, (int) dimensions[d]);
    }
    int[] places = new int[size];
    long[] index = new long[rank];
    int place = 0;
    for (int i = 0; i < size; i++) {
      places[i] = place;
      for (int d = rank - 1; d >= 0; d--) {
        place += strides[d];
        if (++index[d] < dimensions[d]) {
          break;
        }
        place -= (int) index[d] * strides[d];
        index[d] = 0;
      }
    }
    return places;
  }

  private static String label(MatlabType type) {
    return switch (type) {
      case Double -> "float64";
      case Single -> "float32";
      case Sparse -> "a sparse matrix";
      case Character -> "text";
      case Structure -> "a struct";
      case Cell -> "a cell array";
      default -> type.name().toLowerCase(Locale.ROOT);
    };
  }

  /** The innermost message; the library wraps its own in one that repeats the class names. */
  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
