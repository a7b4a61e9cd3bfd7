package oncilla.data.reader;

import java.util.Arrays;
import java.util.Optional;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.Char;

/** Words of a MATLAB file: a cell array of texts, or a matrix of characters with a word a row. */
final class MatText {
  private MatText() {}

  /** The words of {@code value}; empty if it is neither. */
  static Optional<NumericArray> words(String where, Array value) {
    if (value instanceof Char text && text.getNumDimensions() == 2) {
      int rows = text.getNumRows();
      return Optional.of(
          NumericArray.words(where, "text", new long[] {rows}, () -> rows(text, rows)));
    }
    if (value instanceof Cell cell) {
      for (int i = 0; i < cell.getNumElements(); i++) {
        if (!(cell.get(i) instanceof Char one) || one.getNumRows() > 1) {
          return Optional.empty();
        }
      }
      long[] dimensions = Arrays.stream(cell.getDimensions()).asLongStream().toArray();
      return Optional.of(NumericArray.words(where, "a cell array", dimensions, () -> texts(cell)));
    }
    return Optional.empty();
  }

  private static String[] rows(Char text, int rows) {
    String[] words = new String[rows];
    for (int row = 0; row < rows; row++) {
      words[row] = text.getRow(row).replace("\0", "").strip();
    }
    return words;
  }

  private static String[] texts(Cell cell) {
    String[] words = new String[cell.getNumElements()];
    for (int i = 0; i < words.length; i++) {
      Char one = (Char) cell.get(i);
      words[i] = one.getNumRows() == 0 ? "" : one.getRow(0).strip();
    }
    return words;
  }
}
