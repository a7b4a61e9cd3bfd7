package oncilla.data.reader;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import oncilla.data.DataException;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5Reader.EntryHeader;
import us.hebi.matlab.mat.types.MatFile.Entry;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;

/**
 * MATLAB files, version 5, with {@code X} and {@code y}, and perhaps {@code Xval} and {@code yval}.
 * MATLAB stores the first index fastest; here the last index is.
 */
public final class MatFile {
  private static final ArrayFile.Pair TRAINING = new ArrayFile.Pair("X", "y");
  private static final ArrayFile.Pair TESTING = new ArrayFile.Pair("Xval", "yval");
  private static final Set<String> WANTED = Set.of("X", "y", "Xval", "yval");
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

  /** Type of an element that is an array, as it is. */
  private static final int MATRIX = 14;

  /** Type of an element that is a zlib stream of such an element. */
  private static final int DEFLATED = 15;

  private static final int HEADER_BYTES = 128;

  /** Here little-endian files have I and big-endian ones M. */
  private static final int ORDER_BYTE = 126;

  /** Deflate packs at most 1,032 bytes into one. */
  private static final long DEFLATE_RATIO = 1032;

  private MatFile() {}

  static ArrayFile read(Path file) {
    byte[] bytes = FileBytes.read(file, FileBytes.MAX);
    requireVersion5(file, bytes);
    requireWholeElements(file, bytes);
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    try {
      var contents =
          Mat5.newReader(new MatSource(ByteBuffer.wrap(bytes)))
              .disableSubsystemProcessing()
              .setBufferAllocator(allocator(bytes.length * DEFLATE_RATIO))
              // Only what is wanted is parsed; of the rest the names are kept for messages.
              .setEntryFilter(header -> wanted(file, header, arrays))
              .readMat();
      for (Entry entry : contents.getEntries()) {
        if (WANTED.contains(entry.getName()) && entry.getValue() instanceof Matrix matrix) {
          arrays.put(entry.getName(), numeric(file + ": " + entry.getName(), matrix));
        }
      }
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new DataException(file + DAMAGED + reason(e), e);
    }
    return new ArrayFile(file, arrays, TRAINING, TESTING, Optional.empty());
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

  /**
   * The file is a header of 128 bytes and elements, each with its type and length (two 32-bit
   * numbers) in front. The library would take a tag that is cut off for the end of the file, and
   * prints to standard error about some lengths that are too long.
   */
  private static void requireWholeElements(Path file, byte[] bytes) {
    if (bytes.length < HEADER_BYTES) {
      throw new DataException(file + ": ends within its header");
    }
    ByteBuffer elements = ByteBuffer.wrap(bytes);
    elements.order(bytes[ORDER_BYTE] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    elements.position(HEADER_BYTES);
    while (elements.hasRemaining()) {
      int start = elements.position();
      int type = 0;
      long length = -1;
      if (elements.remaining() >= 2 * Integer.BYTES) {
        type = elements.getInt();
        length = Integer.toUnsignedLong(elements.getInt());
      }
      if (length < 0 || length > elements.remaining()) {
        throw new DataException(
            file + DAMAGED + "the element at byte " + start + " does not end within the file");
      }
      if (type != MATRIX && type != DEFLATED) {
        throw new DataException(
            file + DAMAGED + "the element at byte " + start + " has type " + type);
      }
      if (type == MATRIX) {
        ByteBuffer array = elements.slice(elements.position(), (int) length);
        MatElement.misfit(array.order(elements.order()))
            .ifPresent(
                misfit -> {
                  throw new DataException(
                      file + DAMAGED + "the element at byte " + start + ": " + misfit);
                });
      }
      elements.position(elements.position() + (int) length);
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

  private static boolean wanted(Path file, EntryHeader header, Map<String, NumericArray> arrays) {
    boolean numbers = NUMBERS.contains(header.getType()) && !header.isComplex();
    String what = (header.isComplex() ? "complex " : "") + label(header.getType());
    NumericArray other = NumericArray.other(file + ": " + header.getName(), what);
    if (arrays.put(header.getName(), other) != null) {
      throw new IllegalArgumentException(header.getName() + " occurs twice");
    }
    return numbers && WANTED.contains(header.getName());
  }

  private static NumericArray numeric(String where, Matrix matrix) {
    long[] dimensions = Arrays.stream(matrix.getDimensions()).asLongStream().toArray();
    return new NumericArray(
        where,
        label(matrix.getType()),
        true,
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
  private static int[] rowMajor(long[] dimensions) {
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
