package oncilla.data.reader;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import oncilla.data.DataException;
import oncilla.data.DataOptions;
import oncilla.data.Dataset;
import oncilla.data.ImageGeometry;
import oncilla.data.Pixels;
import oncilla.data.Split;
import oncilla.data.Table;
import oncilla.data.TrainTest;
import oncilla.io.NpzSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatasetsTest {
  private static final DataOptions OPTIONS = DataOptions.defaults();

  @TempDir Path folder;
  private final List<String> warnings = new ArrayList<>();

  private Dataset one(Path path) {
    return Datasets.loadOne(path, OPTIONS, Split.TRAIN, warnings::add);
  }

  private String error(Path path) {
    return assertThrows(DataException.class, () -> one(path)).getMessage();
  }

  @Test
  void saysWhatItKnowsOfPathsItDoesNot() throws IOException {
    Path missing = folder.resolve("missing.csv");
    assertEquals(missing + ": no such file or folder", error(missing));
    for (String name : List.of("data.txt", "data", "csv", ".h6")) {
      Path file = Files.writeString(folder.resolve(name), "1,0\n");
      if (!name.equals("csv")) {
        assertEquals(
            file
                + ": unknown kind of data, expected .h5, .hdf5, .csv, .mat, .npz or a folder with"
                + " a sub-folder per class",
            error(file));
      }
    }
  }

  @Test
  void tellsByTheEndingInAnyCase() throws IOException {
    Path file = Files.writeString(folder.resolve("DATA.CSV"), "1,0\n");
    assertEquals(1, one(file).size());
  }

  @Test
  void keepsMessagesInOneLine() throws IOException {
    Path odd = folder.resolve("two\nlines.csv");
    assertEquals(folder + "/two lines.csv: no such file or folder", error(odd).replace('\\', '/'));
  }

  @Test
  void readsNumpyArchives() throws IOException {
    Path file = folder.resolve("table.npz");
    Files.write(file, Base64.getDecoder().decode(NpzSamples.NUMPY_TABLE));
    TrainTest data = Datasets.load(file, Optional.empty(), OPTIONS, warnings::add);
    assertArrayEquals(
        new double[] {-0.5, -0.25, 0, 0.25, 0.5, 0.75}, ((Table) data.train().features()).values());
    assertArrayEquals(new byte[] {1, 0, 1}, data.train().labels());
    assertArrayEquals(
        new double[] {0, 1, 2, 3}, ((Table) data.test().orElseThrow().features()).values());
    assertArrayEquals(new byte[] {0, 1}, data.test().orElseThrow().labels());
    Path images = folder.resolve("images.npz");
    Files.write(images, Base64.getDecoder().decode(NpzSamples.NUMPY_PIXELS));
    Dataset pixels = one(images);
    assertEquals(new ImageGeometry(2, 3, 3), ((Pixels) pixels.features()).geometry());
    assertEquals(List.of("non-cat", "cat"), pixels.classNames());
  }

  @Test
  void takesRankTwoBytesAsATable() throws IOException {
    Path file =
        NpzSamples.write(
            folder.resolve("bytes.npz"),
            Map.of(
                "X", NpzSamples.bytes("(2, 2)", (byte) 1, (byte) 200, (byte) 3, (byte) 4),
                "y", NpzSamples.bytes("(1, 2)", (byte) 1, (byte) 0)));
    Dataset data = one(file);
    assertArrayEquals(new double[] {1, 200, 3, 4}, ((Table) data.features()).values());
    assertEquals(1, data.features().divisor());
  }

  @Test
  void saysWhatIsWrongInNumpyArchives() throws IOException {
    Path file = folder.resolve("bad.npz");
    byte[] table = NpzSamples.doubles("(2, 2)", 1, 2, Double.NaN, 4);
    byte[] labels = NpzSamples.doubles("(2,)", 0, 1);
    NpzSamples.write(file, Map.of("X", table, "y", labels));
    assertEquals(file + ": X: row 2, column 1: NaN, expected a finite number", error(file));
    NpzSamples.write(file, Map.of("X", table));
    assertEquals(
        file + ": has X without its labels y, found X (inputArray NAME labelArray NAME say which)",
        error(file));
    NpzSamples.write(file, Map.of("W1", table, "b1", table));
    assertEquals(
        file + ": has neither X nor Xval, found W1, b1 (inputArray NAME labelArray NAME say which)",
        error(file));
    NpzSamples.write(
        file,
        Map.of(
            "X",
            NpzSamples.npy(1, NpzSamples.header("|O", false, "(2, 2)"), new byte[9]),
            "y",
            labels));
    assertEquals(
        file
            + ": X: dtype |O (Python objects; astype(float) or astype(str) stores them plainly),"
            + " expected numbers",
        error(file));
    NpzSamples.write(file, Map.of("X", NpzSamples.doubles("(4,)", 1, 2, 3, 4), "y", labels));
    assertEquals(
        file + ": X: float64 of shape (4), expected images (m, height, width, 3) or numbers (m, n)",
        error(file));
  }

  @Test
  void comparesTestWithTraining() throws IOException {
    Path narrow = Files.writeString(folder.resolve("narrow.csv"), "1,0\n2,1\n");
    Path wide = Files.writeString(folder.resolve("wide.csv"), "1,2,0\n");
    assertEquals(
        wide + ": 2 columns, expected 1 as in " + narrow,
        assertThrows(
                DataException.class,
                () -> Datasets.load(narrow, Optional.of(wide), OPTIONS, warnings::add))
            .getMessage());
    // Twelve columns both, but one is divided by 255 and the other is not.
    Path table = Files.writeString(folder.resolve("t.csv"), "1,2,3,4,5,6,7,8,9,10,11,12,0\n");
    Path images =
        NpzSamples.write(
            folder.resolve("images.npz"),
            Map.of(
                "X", NpzSamples.bytes("(2, 2, 2, 3)", new byte[24]),
                "y", NpzSamples.doubles("(2,)", 0, 1)));
    assertEquals(
        table
            + ": a table of numbers, expected images as in "
            + images
            + " (divide 255 takes its numbers for pixels)",
        assertThrows(
                DataException.class,
                () -> Datasets.load(images, Optional.of(table), OPTIONS, warnings::add))
            .getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"h5", "mat", "npz"})
  void refusesFoldersAndEmptyFilesOfEveryKind(String ending) throws IOException {
    Path file = Files.write(folder.resolve("empty." + ending), new byte[0]);
    assertTrue(error(file).startsWith(file + ": not a"), error(file));
  }
}
