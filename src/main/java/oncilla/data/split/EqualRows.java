package oncilla.data.split;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import oncilla.backend.ElementType;
import oncilla.data.Features;

/**
 * Finds rows that are stored alike: the same picture twice, the same line of a table. Rows are told
 * apart by a checksum first; those with the same one are compared number by number, so that rows
 * are taken as equal only if they are. Zero and negative zero are the same number.
 */
final class EqualRows {
  private final Features features;
  private final double[] numbers;

  private EqualRows(Features features) {
    this.features = features;
    numbers = new double[features.type() == ElementType.U8 ? 0 : features.columns()];
  }

  /** For each row the number of the first row that equals it: its own where no earlier one does. */
  static int[] firstOfEach(Features features) {
    return new EqualRows(features).find();
  }

  private int[] find() {
    int[] first = new int[features.rows()];
    Map<Long, List<Integer>> byChecksum = new HashMap<>();
    for (int row = 0; row < first.length; row++) {
      byte[] stored = stored(row);
      CRC32C checksum = new CRC32C();
      checksum.update(stored);
      List<Integer> candidates =
          byChecksum.computeIfAbsent(checksum.getValue(), value -> new ArrayList<>(1));
      first[row] = firstEqual(candidates, stored, row);
      if (first[row] == row) {
        candidates.add(row);
      }
    }
    return first;
  }

  private int firstEqual(List<Integer> candidates, byte[] stored, int row) {
    for (int candidate : candidates) {
      if (Arrays.equals(stored, stored(candidate))) {
        return candidate;
      }
    }
    return row;
  }

  /** A row as bytes that are the same exactly if the stored numbers are. */
  private byte[] stored(int row) {
    if (features.type() == ElementType.U8) {
      byte[] pixels = new byte[features.columns()];
      features.copyRows(row, row + 1, pixels);
      return pixels;
    }
    features.copyRows(row, row + 1, numbers);
    ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Double.BYTES);
    for (double number : numbers) {
      // Adding zero makes zero of negative zero.
      bytes.putDouble(number + 0.0);
    }
    return bytes.array();
  }
}
