package oncilla.data.split;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import oncilla.backend.ElementType;
import oncilla.data.DataException;
import oncilla.data.Dataset;
import oncilla.data.Features;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.Standardizing;
import oncilla.data.Table;
import oncilla.nn.Standardization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationSplitTest {
  /** A table whose row i is (content of i, 7), so that rows of the same content are equal. */
  private static Dataset table(IntUnaryOperator content, int... labels) {
    double[] values = new double[2 * labels.length];
    for (int i = 0; i < labels.length; i++) {
      values[2 * i] = content.applyAsInt(i);
      values[2 * i + 1] = 7;
    }
    return dataset(new Table(values, labels.length, 2), labels);
  }

  /** Pictures of one pixel whose row i is the content of i, up to 2²⁴. */
  private static Dataset pixels(IntUnaryOperator content, int... labels) {
    byte[] values = new byte[3 * labels.length];
    for (int i = 0; i < labels.length; i++) {
      int rgb = content.applyAsInt(i);
      values[3 * i] = (byte) (rgb >> 16);
      values[3 * i + 1] = (byte) (rgb >> 8);
      values[3 * i + 2] = (byte) rgb;
    }
    return dataset(new Pixels(values, labels.length, new ImageGeometry(1, 1, 3)), labels);
  }

  private static Dataset dataset(Features features, int... labels) {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < labels.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return new Dataset("some.csv", features, bytes, List.of("dog", "cat"));
  }

  /** Every third example is a cat. */
  private static int[] everyThird(int rows) {
    return IntStream.range(0, rows).map(i -> i % 3 == 0 ? 1 : 0).toArray();
  }

  private static int[] ofClasses(int dogs, int cats) {
    return IntStream.range(0, dogs + cats).map(i -> i < dogs ? 0 : 1).toArray();
  }

  private static int[] rows(Dataset part) {
    return ((RowSelection) part.features()).chosen();
  }

  private static int count(Dataset part, int label) {
    return (int) IntStream.range(0, part.size()).filter(i -> part.labels()[i] == label).count();
  }

  /** From another program: Python's integers and decimals, by what the Javadoc says. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 3, '0 14 22'",
    "0.5, 3, '0 1 6 8 10 12 14 17 18 19 22 23 24 28 29'",
    "0.2, 4294967295, '2 5 7 12 26 27'",
    "0.9, 0, '0 1 2 3 4 5 6 7 8 9 11 12 13 14 15 17 19 20 21 22 23 24 25 26 27 28 29'",
  })
  void knownAnswer(double fraction, long seed, String heldOut) {
    int[] expected = Arrays.stream(heldOut.split(" ")).mapToInt(Integer::parseInt).toArray();
    int[] rest = IntStream.range(0, 30).filter(i -> Arrays.binarySearch(expected, i) < 0).toArray();
    for (Dataset data : List.of(table(i -> i, everyThird(30)), pixels(i -> i, everyThird(30)))) {
      ValidationSplit split = ValidationSplit.draw(data, fraction, seed);
      assertArrayEquals(expected, rows(split.validation()));
      assertArrayEquals(rest, rows(split.train()));
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.25, 0.5, 0.9})
  void partsAreThoseRowsWithTheirLabelsInTheOrderOfTheFile(double fraction) {
    Dataset data = table(i -> 100 + i, everyThird(40));
    ValidationSplit split = ValidationSplit.draw(data, fraction, 3);
    for (Dataset part : List.of(split.train(), split.validation())) {
      double[] values = new double[2 * part.size()];
      part.features().copyRows(0, part.size(), values);
      int before = -1;
      for (int i = 0; i < part.size(); i++) {
        int row = (int) values[2 * i] - 100;
        assertTrue(row > before, "row " + row + " behind " + before);
        assertEquals(data.labels()[row], part.labels()[i]);
        before = row;
      }
      assertEquals(data.classNames(), part.classNames());
    }
    assertEquals(40, split.train().size() + split.validation().size());
    assertEquals("some.csv", split.train().source());
    assertEquals("some.csv (validation)", split.validation().source());
  }

  @Test
  void filesGoWithTheirExamples() {
    Dataset data = pixels(i -> i, everyThird(30));
    List<Path> files = IntStream.range(0, 30).mapToObj(i -> Path.of(i + ".png")).toList();
    Dataset withFiles =
        new Dataset(
            data.source(), data.features(), data.labels(), data.classNames(), data.names(), files);
    ValidationSplit split = ValidationSplit.draw(withFiles, 0.1, 3);
    assertEquals(
        List.of(Path.of("0.png"), Path.of("14.png"), Path.of("22.png")),
        split.validation().files());
    assertEquals(27, split.train().files().size());
    assertEquals(Path.of("1.png"), split.train().files().get(0));
    assertEquals(List.of(), ValidationSplit.draw(data, 0.1, 3).train().files());
    Standardization numbers = Standardizing.of(split.train().features());
    assertEquals(27, split.train().standardized(numbers).files().size());
  }

  /** 0.07 times 100 is above 7 in binary, and 7 as it is written. */
  @ParameterizedTest
  @CsvSource({
    "0.1, 10, 20, 1, 2",
    "0.1, 11, 19, 2, 2",
    "0.07, 100, 200, 7, 14",
    "0.55, 100, 20, 55, 11",
    "0.5, 3, 2, 2, 1",
    "0.001, 500, 2, 1, 1",
    "0.99, 100, 200, 99, 198",
  })
  void roundsUpInEachClass(double fraction, int dogs, int cats, int heldDogs, int heldCats) {
    ValidationSplit split =
        ValidationSplit.draw(table(i -> i, ofClasses(dogs, cats)), fraction, 11);
    assertEquals(heldDogs, count(split.validation(), 0));
    assertEquals(heldCats, count(split.validation(), 1));
    assertEquals(dogs - heldDogs, count(split.train(), 0));
    assertEquals(cats - heldCats, count(split.train(), 1));
  }

  @Test
  void anotherSeedAnotherSplitAndTheSameOneTheSame() {
    Dataset data = table(i -> i, everyThird(60));
    int[] first = rows(ValidationSplit.draw(data, 0.2, 3).validation());
    assertArrayEquals(first, rows(ValidationSplit.draw(data, 0.2, 3).validation()));
    assertFalse(Arrays.equals(first, rows(ValidationSplit.draw(data, 0.2, 4).validation())));
  }

  /** Copies far apart, in tables and pictures; as many different rows on a side as copies allow. */
  @Test
  void equalExamplesStayOnOneSide() {
    int[] labels = everyThird(120);
    // Row i equals row i + 60, of the same class.
    IntUnaryOperator content = i -> i % 60;
    for (Dataset data : List.of(table(content, labels), pixels(content, labels))) {
      for (long seed = 0; seed < 20; seed++) {
        ValidationSplit split = ValidationSplit.draw(data, 0.2, seed);
        int[] held = rows(split.validation());
        for (int row : held) {
          assertTrue(Arrays.binarySearch(held, (row + 60) % 120) >= 0, "of " + row + ", " + seed);
        }
        assertEquals(8, count(split.validation(), 1));
        assertEquals(16, count(split.validation(), 0));
      }
    }
  }

  /** Ten dogs are one picture; three of twenty are wanted, and singles are there. */
  @Test
  void aGroupThatIsTooLargeIsPassedOver() {
    Dataset data = table(i -> i < 10 ? 0 : i, ofClasses(20, 20));
    for (long seed = 0; seed < 20; seed++) {
      int[] held = rows(ValidationSplit.draw(data, 0.15, seed).validation());
      assertEquals(6, held.length);
      assertTrue(held[0] >= 10, Arrays.toString(held));
    }
  }

  /** Groups of 5, 3 and 4: two are wanted, and the smallest is taken. */
  @Test
  void whereOnlyGroupsAreTooLargeTheSmallestIsTaken() {
    Dataset data = table(i -> i < 5 ? 0 : i < 8 ? 1 : i < 12 ? 2 : i, ofClasses(12, 8));
    for (long seed = 0; seed < 20; seed++) {
      ValidationSplit split = ValidationSplit.draw(data, 0.15, seed);
      assertEquals(3, count(split.validation(), 0));
      assertArrayEquals(
          new int[] {5, 6, 7}, Arrays.copyOf(rows(split.validation()), 3), "seed " + seed);
    }
  }

  /** The same row as a dog and as a cat: both or none, and counted for both. */
  @Test
  void equalExamplesOfBothClassesStayOnOneSide() {
    int[] labels = ofClasses(20, 20);
    // Dog i equals cat 20 + i for i < 5.
    IntUnaryOperator content = i -> i >= 20 && i < 25 ? i - 20 : i;
    boolean met = false;
    for (long seed = 0; seed < 20; seed++) {
      for (Dataset data : List.of(table(content, labels), pixels(content, labels))) {
        ValidationSplit split = ValidationSplit.draw(data, 0.2, seed);
        int[] held = rows(split.validation());
        for (int i = 0; i < 5; i++) {
          boolean dog = Arrays.binarySearch(held, i) >= 0;
          assertEquals(dog, Arrays.binarySearch(held, 20 + i) >= 0, "of " + i + ", " + seed);
          met |= dog;
        }
        assertTrue(count(split.validation(), 0) >= 4);
        assertTrue(count(split.validation(), 1) >= 4);
      }
    }
    assertTrue(met, "no seed held one of them out");
  }

  @Test
  void zeroAndNegativeZeroAreTheSameNumber() {
    Dataset data = dataset(new Table(new double[] {0.0, 1, -0.0, 2, 3, 4}, 6, 1), 0, 0, 0, 0, 1, 1);
    assertArrayEquals(new int[] {0, 1, 0, 3, 4, 5}, EqualRows.firstOfEach(data.features()));
  }

  /** The generator polynomial of CRC-32C, bits in their order, changes no checksum. */
  @Test
  void rowsWithTheSameChecksumAreCompared() {
    byte[] row = {3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8};
    byte[] other = row.clone();
    int[] generator = {0xf1, 0x76, 0xec, 0x05, 0x01};
    for (int i = 0; i < generator.length; i++) {
      other[i + 2] ^= (byte) generator[i];
    }
    assertEquals(checksum(row), checksum(other));
    byte[] values = new byte[36];
    System.arraycopy(row, 0, values, 0, 12);
    System.arraycopy(other, 0, values, 12, 12);
    System.arraycopy(row, 0, values, 24, 12);
    Features rows = new Pixels(values, 3, new ImageGeometry(2, 2, 3));
    assertArrayEquals(new int[] {0, 1, 0}, EqualRows.firstOfEach(rows));
  }

  private static long checksum(byte[] row) {
    CRC32C checksum = new CRC32C();
    checksum.update(row);
    return checksum.getValue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1  | 0.1  | one example             | train without validationSplit, or add other examples of cat",
        "5  | 0.9  | 5 examples              | choose a smaller validationSplit, or add examples of cat",
        "50 | 0.99 | 50 examples             | choose a smaller validationSplit, or add examples of cat",
      })
  void aClassOfWhichNothingWouldBeLeftIsRefused(
      int cats, double fraction, String amount, String remedy) {
    DataException refused =
        assertThrows(
            DataException.class,
            () -> ValidationSplit.draw(table(i -> i, ofClasses(1000, cats)), fraction, 3));
    assertEquals(
        "some.csv: a validation split of %s would take all there is of cat (%s), and leave none to train on; %s"
            .formatted(fraction, amount, remedy),
        refused.getMessage());
  }

  @Test
  void aClassOfCopiesIsRefused() {
    Dataset data = table(i -> i < 20 ? i : 99, ofClasses(20, 20));
    DataException refused =
        assertThrows(DataException.class, () -> ValidationSplit.draw(data, 0.1, 3));
    assertTrue(refused.getMessage().contains("(20 examples, 1 different)"), refused.getMessage());
    assertTrue(refused.getMessage().contains("train without"), refused.getMessage());
  }

  /** What is missing needs no examples. */
  @Test
  void dataOfOneClassIsSplitAsItIs() {
    ValidationSplit split = ValidationSplit.draw(table(i -> i, ofClasses(20, 0)), 0.1, 3);
    assertEquals(2, split.validation().size());
    assertEquals(18, split.train().size());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void aFractionLiesBetweenZeroAndOne(double fraction) {
    IllegalArgumentException refused =
        assertThrows(
            IllegalArgumentException.class, () -> ValidationSplit.requireFraction(fraction));
    assertEquals("a validation split lies between 0 and 1, not " + fraction, refused.getMessage());
  }

  @Test
  void rowsOfASelectionAreThoseOfTheWhole() {
    Features whole = pixels(i -> 1000 * i, new int[9]).features();
    RowSelection chosen = new RowSelection(whole, new int[] {1, 2, 3, 5, 8, 0});
    assertEquals(6, chosen.rows());
    assertEquals(ElementType.U8, chosen.type());
    assertEquals(255, chosen.divisor());
    assertEquals(whole.imageGeometry(), chosen.imageGeometry());
    assertTrue(chosen.ofPixels());
    double[] numbers = new double[3 * 4];
    chosen.copyRows(1, 5, numbers);
    byte[] bytes = new byte[3 * 4];
    chosen.slice(1, 6).copyRows(0, 4, bytes);
    double[] row = new double[3];
    int[] expected = {2, 3, 5, 8};
    for (int i = 0; i < 4; i++) {
      whole.copyRows(expected[i], expected[i] + 1, row);
      assertArrayEquals(row, Arrays.copyOfRange(numbers, 3 * i, 3 * i + 3));
      for (int j = 0; j < 3; j++) {
        assertEquals(row[j], bytes[3 * i + j] & 0xFF);
      }
    }
    assertThrows(IndexOutOfBoundsException.class, () -> chosen.copyRows(0, 7, new double[30]));
    assertThrows(IndexOutOfBoundsException.class, () -> new RowSelection(whole, new int[] {9}));
    assertThrows(IllegalArgumentException.class, () -> new RowSelection(whole, new int[0]));
  }
}
