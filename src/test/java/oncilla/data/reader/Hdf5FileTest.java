package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.DatasetCreationOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.Split;
import oncilla.data.Table;
import oncilla.data.TrainTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Hdf5FileTest {
  private static final DataOptions OPTIONS = DataOptions.defaults();

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  private static Hdf5Samples.Contents images(Object labels) {
    return new Hdf5Samples.Contents()
        .with("train_set_x", Hdf5Samples.images(3, 2, 2, 3, 240), Hdf5Samples.UNSIGNED)
        .with("train_set_y", labels);
  }

  private Path path() {
    return folder.resolve("cats.h5");
  }

  private Dataset train(Hdf5Samples.Contents contents) {
    return Datasets.loadOne(contents.write(path()), OPTIONS, Split.TRAIN, warnings::add);
  }

  private void assertError(Hdf5Samples.Contents contents, String expected) {
    Path file = contents.write(path());
    String message =
        assertThrows(
                DataException.class,
                () -> Datasets.loadOne(file, OPTIONS, Split.TRAIN, warnings::add))
            .getMessage();
    assertEquals(file + ": " + expected, message);
  }

  static Stream<Arguments> labels() {
    return Stream.of(
        Arguments.of("int64 (m)", new long[] {0, 1, 1}, false),
        Arguments.of("int64 (m, 1)", new long[][] {{0}, {1}, {1}}, false),
        Arguments.of("int64 (1, m)", new long[][] {{0, 1, 1}}, false),
        Arguments.of("int8", new byte[] {0, 1, 1}, false),
        Arguments.of("uint8 (m, 1)", new byte[][] {{0}, {1}, {1}}, true),
        Arguments.of("int16", new short[] {0, 1, 1}, false),
        Arguments.of("uint16", new short[] {0, 1, 1}, true),
        Arguments.of("int32", new int[] {0, 1, 1}, false),
        Arguments.of("uint32", new int[] {0, 1, 1}, true),
        Arguments.of("uint64", new long[] {0, 1, 1}, true),
        Arguments.of("float32", new float[] {0, 1, 1}, false),
        Arguments.of("float64 (m, 1)", new double[][] {{0}, {1}, {1}}, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("labels")
  void readsLabelsOfAnyShapeAndType(String name, Object labels, boolean unsigned) {
    Hdf5Samples.Contents contents =
        new Hdf5Samples.Contents()
            .with("train_set_x", Hdf5Samples.images(3, 2, 2, 3, 240), Hdf5Samples.UNSIGNED)
            .with(
                "train_set_y",
                labels,
                unsigned ? Hdf5Samples.UNSIGNED : DatasetCreationOptions.DEFAULT);
    Dataset data = train(contents);
    assertArrayEquals(new byte[] {0, 1, 1}, data.labels());
    Pixels pixels = (Pixels) data.features();
    assertEquals(new ImageGeometry(2, 2, 3), pixels.geometry());
    assertEquals(3, pixels.rows());
    assertEquals(255, pixels.divisor());
    for (int i = 0; i < 36; i++) {
      assertEquals((byte) (240 + i), pixels.values()[i]);
    }
    assertTrue(warnings.isEmpty(), warnings::toString);
  }

  @Test
  void takesClassNamesFromTheFileOrTheOptions() {
    long[] labels = {0, 1, 1};
    assertEquals(List.of("non-cat", "cat"), train(images(labels)).classNames());
    assertEquals(
        List.of("dog", "puma"),
        train(images(labels).with("list_classes", new String[] {"dog", "puma"})).classNames());
    assertError(
        images(labels).with("list_classes", new String[] {"a", "b", "c"}),
        "list_classes: 3 names, expected 2");
    assertError(
        images(labels).with("list_classes", new int[] {1, 2}),
        "list_classes: expected the names of two classes");
  }

  @Test
  void readsCompressedChunks() {
    DatasetCreationOptions chunks =
        DatasetCreationOptions.builder()
            .unsigned()
            .chunkDimensions(2, 2, 1, 3)
            .shuffle()
            .deflate()
            .build();
    Dataset data =
        train(
            new Hdf5Samples.Contents()
                .with("train_set_x", Hdf5Samples.images(3, 2, 2, 3, 7), chunks)
                .with("train_set_y", new long[] {0, 1, 1}));
    for (int i = 0; i < 36; i++) {
      assertEquals((byte) (7 + i), ((Pixels) data.features()).values()[i]);
    }
  }

  @Test
  void readsTables() {
    Dataset data =
        train(
            new Hdf5Samples.Contents()
                .with("train_set_x", new float[][] {{0.5f, 1}, {2, -3}, {4, 5}})
                .with("train_set_y", new int[] {1, 0, 1}));
    Table table = (Table) data.features();
    assertEquals(2, table.columns());
    assertArrayEquals(new double[] {0.5, 1, 2, -3, 4, 5}, table.values());
    assertEquals(List.of("0", "1"), data.classNames());
  }

  @Test
  void takesTheSetForTheRole() {
    long[] labels = {0, 1, 1};
    Path both =
        images(labels)
            .with("test_set_x", Hdf5Samples.images(2, 2, 2, 3, 0), Hdf5Samples.UNSIGNED)
            .with("test_set_y", new long[] {1, 1})
            .write(path());
    assertEquals(3, Datasets.loadOne(both, OPTIONS, Split.TRAIN, warnings::add).size());
    assertEquals(2, Datasets.loadOne(both, OPTIONS, Split.TEST, warnings::add).size());
    TrainTest loaded = Datasets.load(both, Optional.empty(), OPTIONS, warnings::add);
    assertEquals(3, loaded.train().size());
    assertEquals(2, loaded.test().orElseThrow().size());
    TrainTest twice = Datasets.load(both, Optional.of(both), OPTIONS, warnings::add);
    assertEquals(2, twice.test().orElseThrow().size());
    assertTrue(warnings.isEmpty(), warnings::toString);
  }

  @Test
  void takesTheOnlySetThereIsAndSaysSo() {
    Path file = images(new long[] {0, 1, 1}).write(path());
    assertEquals(3, Datasets.loadOne(file, OPTIONS, Split.TEST, warnings::add).size());
    assertEquals(List.of(file + ": has no test_set_x, using train_set_x"), warnings);
    assertTrue(Datasets.load(file, Optional.empty(), OPTIONS, warnings::add).test().isEmpty());
  }

  @Test
  void saysWhatIsWrong() {
    assertError(
        images(new long[] {0, 1, 2}),
        "train_set_y: label 3: label 2, a third one after 0 and 1, expected two");
    assertError(
        images(new double[] {0, 0.5, 0}),
        "train_set_y: labels 0 and 0.5, expected 0 and 1, -1 and 1, 1 and 2, or two words");
    assertError(
        images(new double[] {0, 1, Double.NaN}),
        "train_set_y: label 3: NaN, expected a finite number");
    assertError(
        images(new long[] {0, 1}),
        "train_set_y: shape (2), expected 3 labels for the examples of shape (3, 2, 2, 3)");
    assertError(
        new Hdf5Samples.Contents()
            .with("train_set_x", Hdf5Samples.images(3, 2, 2, 3, 0), Hdf5Samples.UNSIGNED),
        "has train_set_x without its labels train_set_y, found train_set_x (inputArray NAME labelArray NAME say which)");
    assertError(
        new Hdf5Samples.Contents().with("pictures", new long[] {1}).with("y", new long[] {1}),
        "has neither train_set_x nor test_set_x, found pictures, y (inputArray NAME labelArray NAME say which)");
    assertError(
        new Hdf5Samples.Contents()
            .with("train_set_x", new byte[3], Hdf5Samples.UNSIGNED)
            .with("train_set_y", new long[] {0, 1, 1}),
        "train_set_x: uint8 of shape (3), expected images (m, height, width, 3) or numbers (m, n)");
    assertError(
        new Hdf5Samples.Contents()
            .with("train_set_x", new float[][][][] {{{{-1, 0, 0.5f}}}, {{{0, 0, 2.5f}}}})
            .with("train_set_y", new long[] {0, 1}),
        "train_set_x: float32 from -1 to 2.5, expected images of 0 to 255 or 0 to 1 (divide N says"
            + " what to divide by)");
    assertError(
        new Hdf5Samples.Contents()
            .with("train_set_x", Hdf5Samples.images(3, 2, 2, 2, 0), Hdf5Samples.UNSIGNED)
            .with("train_set_y", new long[] {0, 1, 1}),
        "train_set_x: shape (3, 2, 2, 2), expected 3 channels (m, height, width, 3), or 4 with"
            + " opacity, or 1");
    assertError(
        new Hdf5Samples.Contents()
            .with("train_set_x", new double[][] {{1, 2}, {3, Double.POSITIVE_INFINITY}})
            .with("train_set_y", new long[] {0, 1}),
        "train_set_x: row 2, column 2: Infinity, expected a finite number");
  }

  @Test
  void refusesGroups() throws IOException {
    Path file = path();
    try (WritableHdfFile out = HdfFile.write(file)) {
      out.putGroup("train_set_x").putDataset("inner", new int[] {1});
      out.putDataset("train_set_y", new int[] {1});
    }
    assertEquals(
        file + ": train_set_x: a group, expected numbers",
        assertThrows(
                DataException.class,
                () -> Datasets.loadOne(file, OPTIONS, Split.TRAIN, warnings::add))
            .getMessage());
  }

  @Test
  void refusesWhatIsNoHdf5File() throws IOException {
    Path file = Files.writeString(path(), "just a text that is not an HDF5 file");
    assertEquals(
        file + ": not an HDF5 file",
        assertThrows(
                DataException.class,
                () -> Datasets.loadOne(file, OPTIONS, Split.TRAIN, warnings::add))
            .getMessage());
  }

  @Test
  void refusesTruncatedFiles() throws IOException {
    Path whole = images(new long[] {0, 1, 1}).write(path());
    byte[] bytes = Files.readAllBytes(whole);
    Dataset expected = Datasets.loadOne(whole, OPTIONS, Split.TRAIN, warnings::add);
    Path cut = folder.resolve("cut.h5");
    int refused = 0;
    for (int length = 0; length < bytes.length; length += 7) {
      Files.write(cut, Arrays.copyOf(bytes, length));
      try {
        Dataset read = Datasets.loadOne(cut, OPTIONS, Split.TRAIN, warnings::add);
        assertArrayEquals(expected.labels(), read.labels());
      } catch (DataException e) {
        assertTrue(e.getMessage().startsWith(cut + ": "), e.getMessage());
        refused++;
      }
    }
    // What this writer puts last is its metadata, so that nothing may be missing.
    assertTrue(refused > bytes.length / 7 - 10, refused + " of " + bytes.length / 7);
  }
}
