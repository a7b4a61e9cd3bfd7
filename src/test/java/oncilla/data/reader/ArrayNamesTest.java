package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.Header;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.RealImages;
import oncilla.data.Split;
import oncilla.data.Table;
import oncilla.data.TableOptions;
import oncilla.data.TrainTest;
import oncilla.io.NpzSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays by the names that people give them, and images of every shape. */
class ArrayNamesTest {
  @TempDir Path folder;
  private final List<String> said = new ArrayList<>();

  private Path write(Object... namesAndArrays) throws IOException {
    Map<String, byte[]> arrays = new LinkedHashMap<>();
    for (int i = 0; i < namesAndArrays.length; i += 2) {
      arrays.put((String) namesAndArrays[i], (byte[]) namesAndArrays[i + 1]);
    }
    return NpzSamples.write(folder.resolve("a.npz"), arrays);
  }

  private static byte[] x(double first) {
    return NpzSamples.doubles("(2, 1)", first, 0.5);
  }

  private static byte[] y() {
    return NpzSamples.doubles("(2,)", 0, 1);
  }

  private TrainTest load(Path file, DataOptions options) {
    return Datasets.load(file, Optional.empty(), options, said::add);
  }

  private static double first(Dataset data) {
    return ((Table) data.features()).values()[0];
  }

  @ParameterizedTest
  @CsvSource({
    "x_train, y_train, x_test, y_test",
    "X_train, Y_train, X_test, Y_test",
    "X_train, y_train, X_val, y_val",
    "train_x, train_y, test_x, test_y",
    "Xtrain, ytrain, Xtest, ytest",
    "train_images, train_labels, test_images, test_labels",
    "X, y, Xval, yval",
    "X, y, X_test, y_test",
    "X, labels, Xtest, ytest",
    "train_set_x, train_set_y, test_set_x, test_set_y"
  })
  void pairsOfUsualNames(String x, String y, String testX, String testY) throws IOException {
    TrainTest data = load(write(x, x(7), y, y(), testX, x(8), testY, y()), DataOptions.defaults());
    assertEquals(7, first(data.train()));
    assertEquals(8, first(data.test().orElseThrow()));
  }

  @ParameterizedTest
  @CsvSource({"data, target", "images, labels", "features, label", "x, y", "inputs, targets"})
  void setsWithoutATest(String x, String y) throws IOException {
    TrainTest data = load(write(x, x(7), y, y()), DataOptions.defaults());
    assertEquals(7, first(data.train()));
    assertTrue(data.test().isEmpty());
    assertEquals(
        List.of(folder.resolve("a.npz") + ": inputs are " + x + ", their labels " + y), said);
  }

  @Test
  void validationAndTestSetsKeepTheirOwnLabels() throws IOException {
    TrainTest data =
        load(
            write(
                "x_train",
                x(1),
                "y_train",
                y(),
                "x_val",
                x(2),
                "y_val",
                y(),
                "x_test",
                x(3),
                "y_test",
                NpzSamples.doubles("(2,)", 1, 0)),
            DataOptions.defaults());
    assertEquals(3, first(data.test().orElseThrow()));
    assertArrayEquals(new byte[] {1, 0}, data.test().orElseThrow().labels());
  }

  @Test
  void severalThatMayBeMeantAreRefused() throws IOException {
    Path file = write("X", x(1), "x_train", x(2), "y", y(), "y_train", y());
    assertEquals(
        file
            + ": has X and x_train, expected one of them (inputArray NAME labelArray NAME say which)",
        assertThrows(DataException.class, () -> load(file, DataOptions.defaults())).getMessage());
    Path labels = write("X", x(1), "y", y(), "labels", y());
    assertEquals(
        labels
            + ": has y and labels for X, expected one of them (inputArray NAME labelArray NAME say"
            + " which)",
        assertThrows(DataException.class, () -> load(labels, DataOptions.defaults())).getMessage());
  }

  private static DataOptions named(String x, String y) {
    return DataOptions.defaults()
        .withTables(
            new TableOptions(
                Header.AUTO,
                Optional.empty(),
                List.of(),
                Optional.of(new TableOptions.ArrayNames(x, y)),
                OptionalDouble.empty()));
  }

  @Test
  void namesThatWereSaidAreTaken() throws IOException {
    // What is not asked for may be anything.
    Path file = write("X", x(1), "mine", x(2), "y", y(), "other", new byte[] {1, 2, 3});
    assertEquals(2, first(load(file, named("mine", "y")).train()));
    assertEquals(
        file + ": labelArray z: found X, mine, other, y",
        assertThrows(DataException.class, () -> load(file, named("mine", "z"))).getMessage());
  }

  private Dataset labelled(String descr, byte[] data) throws IOException {
    byte[] labels = NpzSamples.npy(1, NpzSamples.header(descr, false, "(2,)"), data);
    return Datasets.loadOne(
        write("X", x(1), "y", labels), DataOptions.defaults(), Split.TRAIN, said::add);
  }

  @Test
  void labelsOfNumpyMayBeWords() throws IOException {
    byte[] little = new byte[24];
    byte[] big = new byte[24];
    String text = "cat\0\0\0".substring(0, 3) + "dog";
    for (int i = 0; i < 6; i++) {
      little[4 * i] = (byte) text.charAt(i);
      big[4 * i + 3] = (byte) text.charAt(i);
    }
    for (Dataset data :
        List.of(
            labelled("<U3", little),
            labelled(">U3", big),
            labelled("|S3", text.getBytes(StandardCharsets.US_ASCII)))) {
      assertArrayEquals(new byte[] {1, 0}, data.labels());
      assertEquals(List.of("dog", "cat"), data.classNames());
    }
    assertEquals(3, said.size());
  }

  @Test
  void labelsOfNumpyMayBeBooleansOrBigEndian() throws IOException {
    assertArrayEquals(new byte[] {1, 0}, labelled("|b1", new byte[] {1, 0}).labels());
    assertEquals(
        List.of(folder.resolve("a.npz") + ": y: labels false and true are taken as 0 and 1"), said);
    assertArrayEquals(new byte[] {1, 0}, labelled(">i2", new byte[] {0, 1, 0, 0}).labels());
    assertArrayEquals(new byte[] {1, 0}, labelled(">i2", new byte[] {0, 1, -1, -1}).labels());
  }

  private Dataset images(byte[] x) throws IOException {
    return Datasets.loadOne(
        write("X", x, "y", y()), DataOptions.defaults(), Split.TRAIN, said::add);
  }

  private void assertPixels(byte[] x, int... expected) throws IOException {
    Pixels pixels = assertInstanceOf(Pixels.class, images(x).features());
    assertEquals(new ImageGeometry(1, 1, 3), pixels.geometry());
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], pixels.values()[i] & 0xFF, "value " + i);
    }
  }

  @Test
  void greyImagesHaveThreeEqualChannels() throws IOException {
    for (String shape : List.of("(2, 1, 1)", "(2, 1, 1, 1)")) {
      assertPixels(NpzSamples.bytes(shape, (byte) 200, (byte) 7), 200, 200, 200, 7, 7, 7);
    }
  }

  @Test
  void opacityLetsWhiteThrough() throws IOException {
    assertPixels(
        NpzSamples.bytes("(2, 1, 1, 4)", new byte[] {100, 0, 50, -1, 100, 0, 50, 51}),
        100,
        0,
        50,
        224,
        204,
        214);
  }

  @Test
  void numbersOfZeroToOneAreDividedAlready() throws IOException {
    assertPixels(
        NpzSamples.doubles("(2, 1, 1, 3)", 0, 1, 3 / 255.0, 100 / 255.0, 0, 1), 0, 255, 3, 100);
    assertEquals(1, said.size());
    RealImages half =
        assertInstanceOf(
            RealImages.class,
            images(NpzSamples.doubles("(2, 1, 1, 3)", 0, 1, 0.5, 0.25, 0.3, 0.7)).features());
    assertEquals(1, half.divisor());
    assertEquals(255, half.scale());
    RealImages mean =
        assertInstanceOf(
            RealImages.class,
            images(NpzSamples.doubles("(2, 1, 1, 3)", 0, 255, 0.5, 2, 3, 4)).features());
    assertEquals(255, mean.divisor());
    assertPixels(NpzSamples.doubles("(2, 1, 1, 3)", 0, 255, 9, 2, 3, 4), 0, 255, 9, 2, 3, 4);
  }

  @Test
  void channelsInFrontAreRefused() {
    DataException refused =
        assertThrows(
            DataException.class, () -> images(NpzSamples.bytes("(2, 3, 5, 6)", new byte[180])));
    assertTrue(
        refused
            .getMessage()
            .endsWith(
                "X: shape (2, 3, 5, 6) has its channels first, expected (m, height, width, 3):"
                    + " store x.transpose(0, 2, 3, 1)"),
        refused.getMessage());
  }

  @Test
  void tablesOfBytesAreAWarning() throws IOException {
    images(NpzSamples.bytes("(2, 2)", (byte) 0, (byte) 9, (byte) 200, (byte) 4));
    assertEquals(
        List.of(
            folder.resolve("a.npz")
                + ": X: bytes up to 200 are taken as they are (if they are pixels: divide 255)"),
        said);
    said.clear();
    images(NpzSamples.doubles("(2, 2)", 0, 9, 200, 4));
    assertEquals(1, said.size());
    said.clear();
    // Ones and zeros, ages, and what is divided are no pixels.
    images(NpzSamples.bytes("(2, 2)", (byte) 0, (byte) 1, (byte) 1, (byte) 0));
    images(NpzSamples.doubles("(2, 2)", 20, 99, 34, 4));
    images(NpzSamples.doubles("(2, 2)", 0.2, 0.9, 1, 0));
    assertEquals(List.of(), said);
  }
}
