package oncilla.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import us.hebi.matlab.mat.format.BufferAllocator;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.format.Mat5Reader.EntryHeader;
import us.hebi.matlab.mat.types.MatFile.Entry;
import us.hebi.matlab.mat.types.MatlabType;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;

/**
 * MATLAB files, version 5, with {@code X} and {@code y}, and perhaps {@code Xval} and {@code yval}.
 * MATLAB stores the first index fastest; here the last index is.
 */
final class MatFile {
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

  /** Deflate packs at most 1,032 bytes into one. */
  private static final long DEFLATE_RATIO = 1032;

  private MatFile() {}

  static ArrayFile read(Path file) {
    byte[] bytes = FileBytes.read(file, FileBytes.MAX);
    requireVersion5(file, bytes);
    Map<String, NumericArray> arrays = new LinkedHashMap<>();
    try {
      var contents =
          Mat5.newReader(Sources.wrap(ByteBuffer.wrap(bytes)))
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
      throw new DataException(file + ": damaged or truncated .mat file: " + reason(e), e);
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
    arrays.put(header.getName(), NumericArray.other(file + ": " + header.getName(), what));
    return numbers && WANTED.contains(header.getName());
  }

  private static NumericArray numeric(String where, Matrix matrix) {
    long[] dimensions = Arrays.stream(matrix.getDimensions()).asLongStream().toArray();
    return new NumericArray(
        where,
        label(matrix.getType()),
        true,
        dimensions,
        () -> {
          int[] from = rowMajor(dimensions);
          byte[] values = new byte[from.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = (byte) matrix.getLong(from[i]);
          }
          return values;
        },
        () -> {
          int[] from = rowMajor(dimensions);
          double[] values = new double[from.length];
          for (int i = 0; i < values.length; i++) {
            values[i] = value(matrix, from[i]);
          }
          return values;
        });
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
