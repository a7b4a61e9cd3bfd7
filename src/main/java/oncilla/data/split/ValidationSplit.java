package oncilla.data.split;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import oncilla.base.Message;
import oncilla.base.Setting;
import oncilla.data.DataException;
import oncilla.data.Dataset;
import oncilla.data.Listed;
import oncilla.random.Philox;
import oncilla.random.Seeds;
import oncilla.random.Shuffle;

/**
 * A training set in two: what is trained on, and what is held out to see on the way how the model
 * does on examples it has not seen. Both keep the order of the file.
 *
 * <p>Of a class with N examples ⌈f·N⌉ are held out, f as it is written in decimal (0.07 of 100 is
 * 7). Which ones is drawn for each class: its examples are shuffled, in the order of the file
 * before, as {@link Shuffle} says, with stream {@link Philox#VALIDATION} and the class, 0 or 1, as
 * index: the counters are (i low, i high, class, 0). The first ⌈f·N⌉ are held out.
 *
 * <p>Examples whose stored rows are equal stay on one side, as one, also if their labels differ:
 * what is shuffled is one for each different row, in the order of the first of them. One that
 * stands for more examples of the class than are still to be held out is passed over; if too few
 * are held out at the end, the smallest that was passed over is as well. So duplicates can make a
 * held out part larger than f, never smaller.
 *
 * @param train what is left to train on, with an example of each class that the whole has
 * @param validation what is held out
 */
public record ValidationSplit(Dataset train, Dataset validation) {
  /**
   * The fraction itself.
   *
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  public static double requireFraction(double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "a validation split lies between 0 and 1, not " + fraction);
    }
    return fraction;
  }

  /**
   * Draws. The same data, fraction and seed give the same split, whatever trains on it.
   *
   * @param fraction f, between 0 and 1
   * @param seed 0 … 2³²−1
   * @throws DataException if nothing of a class would be left to train on, with what to do
   */
  public static ValidationSplit draw(Dataset data, double fraction, long seed) {
    requireFraction(fraction);
    Seeds.require(seed);
    int[] firstOfEach = EqualRows.firstOfEach(data.features());
    boolean[] heldOut = new boolean[data.size()];
    for (int label = 0; label < 2; label++) {
      OneClass examples = OneClass.of(data, firstOfEach, label);
      int wanted = roundedUp(fraction, examples.count());
      examples.holdOut(heldOut, wanted, shuffled(examples.rows(), seed, label));
    }
    for (int row = 0; row < heldOut.length; row++) {
      heldOut[row] = heldOut[firstOfEach[row]];
    }
    for (int label = 0; label < 2; label++) {
      requireRest(data, firstOfEach, heldOut, fraction, label);
    }
    return new ValidationSplit(
        part(data, heldOut, false, data.source()),
        part(data, heldOut, true, data.source() + " (validation)"));
  }

  /**
   * What there is of one class.
   *
   * @param count examples
   * @param rows the first row of each different example, in the order of the file
   * @param sizes for such a row how many examples of the class equal it; for any other row 0
   */
  private record OneClass(int count, List<Integer> rows, int[] sizes) {
    static OneClass of(Dataset data, int[] firstOfEach, int label) {
      int[] sizes = new int[data.size()];
      int count = 0;
      for (int row = 0; row < data.size(); row++) {
        if (data.labels()[row] == label) {
          sizes[firstOfEach[row]]++;
          count++;
        }
      }
      List<Integer> rows =
          IntStream.range(0, data.size()).filter(row -> sizes[row] > 0).boxed().toList();
      return new OneClass(count, rows, sizes);
    }

    /**
     * Marks rows until so many examples of the class are held out, those included that equal an
     * example of the other class that is.
     */
    void holdOut(boolean[] heldOut, int wanted, List<Integer> order) {
      int missing = wanted;
      for (int row : order) {
        missing -= heldOut[row] ? sizes[row] : 0;
      }
      int smallest = -1;
      for (int row : order) {
        if (heldOut[row]) {
          continue;
        }
        if (sizes[row] <= missing) {
          heldOut[row] = true;
          missing -= sizes[row];
        } else if (smallest < 0 || sizes[row] < sizes[smallest]) {
          smallest = row;
        }
      }
      if (missing > 0) {
        heldOut[smallest] = true;
      }
    }
  }

  private static int roundedUp(double fraction, int count) {
    return BigDecimal.valueOf(fraction)
        .multiply(BigDecimal.valueOf(count))
        .setScale(0, RoundingMode.CEILING)
        .intValueExact();
  }

  private static List<Integer> shuffled(List<Integer> rows, long seed, int label) {
    int[] order = new int[rows.size()];
    Shuffle.order(seed, Philox.VALIDATION, label, order.length, order);
    return Arrays.stream(order).mapToObj(rows::get).toList();
  }

  private static void requireRest(
      Dataset data, int[] firstOfEach, boolean[] heldOut, double fraction, int label) {
    OneClass examples = OneClass.of(data, firstOfEach, label);
    boolean isLeft =
        IntStream.range(0, data.size())
            .anyMatch(row -> data.labels()[row] == label && !heldOut[row]);
    if (isLeft || examples.count() == 0) {
      return;
    }
    int different = examples.rows().size();
    String name = Listed.name(data.classNames().get(label));
    Message remedy =
        different > 1
            ? Message.of("choose a smaller ", Setting.VALIDATION_SPLIT, ", or add examples of ")
            : Message.of("train without ", Setting.VALIDATION_SPLIT, ", or add other examples of ");
    throw new DataException(
        Message.of(
                "%s: a validation split of %s would take all there is of %s (%s), and leave none to train on; "
                    .formatted(
                        data.source(),
                        BigDecimal.valueOf(fraction).toPlainString(),
                        name,
                        amount(examples.count(), different)))
            .then(remedy)
            .then(Message.of(name)));
  }

  private static String amount(int count, int different) {
    return count == 1
        ? "one example"
        : count == different
            ? count + " examples"
            : count + " examples, " + different + " different";
  }

  private static Dataset part(Dataset data, boolean[] heldOut, boolean which, String source) {
    int[] rows = IntStream.range(0, heldOut.length).filter(i -> heldOut[i] == which).toArray();
    byte[] labels = new byte[rows.length];
    for (int i = 0; i < rows.length; i++) {
      labels[i] = data.labels()[rows[i]];
    }
    return new Dataset(
        source,
        new RowSelection(data.features(), rows),
        labels,
        data.classNames(),
        data.names(),
        data.files().isEmpty()
            ? List.of()
            : Arrays.stream(rows).mapToObj(data.files()::get).toList());
  }
}
