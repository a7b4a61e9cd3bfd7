package oncilla.data.split;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import oncilla.data.Features;
import oncilla.data.FeaturesView;

/**
 * Some rows of other features, chosen by their numbers. Nothing is copied: a row is asked for when
 * it is needed, and neighbours are asked for together.
 */
final class RowSelection implements FeaturesView {
  private final Features whole;
  private final int[] chosen;

  /**
   * Chooses.
   *
   * @param whole the other features
   * @param chosen numbers of rows, at least one, in the order they are to have here; copied
   * @throws IndexOutOfBoundsException if there is no such row
   */
  RowSelection(Features whole, int[] chosen) {
    if (chosen.length < 1) {
      throw new IllegalArgumentException("features need a row");
    }
    for (int row : chosen) {
      Objects.checkIndex(row, whole.rows());
    }
    this.whole = whole;
    this.chosen = chosen.clone();
  }

  /** The numbers of the chosen rows; a copy. */
  int[] chosen() {
    return chosen.clone();
  }

  @Override
  public Features whole() {
    return whole;
  }

  @Override
  public int rows() {
    return chosen.length;
  }

  @Override
  public void copyRows(int from, int to, double[] target) {
    Objects.checkFromToIndex(from, to, rows());
    double[] run = {};
    for (int first = from; first < to; ) {
      int end = endOfRun(first, to);
      int size = (end - first) * columns();
      run = run.length < size ? new double[size] : run;
      whole.copyRows(chosen[first], chosen[first] + end - first, run);
      System.arraycopy(run, 0, target, (first - from) * columns(), size);
      first = end;
    }
  }

  @Override
  public void copyRows(int from, int to, byte[] target) {
    Objects.checkFromToIndex(from, to, rows());
    byte[] run = {};
    for (int first = from; first < to; ) {
      int end = endOfRun(first, to);
      int size = (end - first) * columns();
      run = run.length < size ? new byte[size] : run;
      whole.copyRows(chosen[first], chosen[first] + end - first, run);
      System.arraycopy(run, 0, target, (first - from) * columns(), size);
      first = end;
    }
  }

  @Override
  public void copyRows(int from, int to, ByteBuffer target) {
    Objects.checkFromToIndex(from, to, rows());
    for (int first = from; first < to; ) {
      int end = endOfRun(first, to);
      whole.copyRows(chosen[first], chosen[first] + end - first, target);
      first = end;
    }
  }

  @Override
  public Features slice(int from, int to) {
    Objects.checkFromToIndex(from, to, rows());
    return new RowSelection(whole, Arrays.copyOfRange(chosen, from, to));
  }

  /** Behind the last row, before {@code to}, that follows {@code first} in the whole as well. */
  private int endOfRun(int first, int to) {
    int end = first + 1;
    while (end < to && chosen[end] == chosen[end - 1] + 1) {
      end++;
    }
    return end;
  }
}
